import { InvalidArgumentError } from 'commander';
import type { Config } from '../../functions/config.ts';
import { findFacts } from '../doctor/find.ts';
import { lookupOf } from '../doctor/find-dns.ts';
import { reportJson, reportLines, reportOf, tally } from '../doctor/report.ts';
import type { FeedsContext } from '../feeds/context.ts';

export interface DoctorOptions {
  /** Address of a DNS server to ask. */
  readonly dns?: string;
  readonly feeds: boolean;
  readonly readers?: number;
}

/**
 * Looks at all that a newsletter needs, before its deploy and after, and prints
 * of each thing that it is well or what to do. Changes nothing. True where
 * everything was looked at and nothing is to be done.
 */
export async function doctor({ options, out }: FeedsContext, config: Config, { dns, feeds, readers }: DoctorOptions): Promise<boolean> {
  const facts = await findFacts({ config, options, out, lookup: lookupOf(dns), feeds, ...(readers !== undefined && { readers }) });
  const report = reportOf(facts);
  out.report(reportLines(report), reportJson(report));
  const { todo, unknown } = tally(report);
  return todo + unknown === 0;
}

/** A number of the command line: readers of a list, a million and more. */
export function parseReaders(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('write how many readers, such as 5000.');
  return Number(text);
}
