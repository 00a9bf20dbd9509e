import { createHash } from 'node:crypto';
import type { Config } from './config.ts';

/**
 * A print of the configuration: `key:hash` for each of its parts, by which the
 * operator's command tells which parts differ from what is deployed. At most
 * 1,000 characters, as it is an output of the stack
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
 */
export function configPrint(config: Config): string {
  return Object.entries(config)
    .map(([key, value]) => `${key}:${createHash('sha256').update(JSON.stringify(canonical(value))).digest('hex').slice(0, 6)}`)
    .sort()
    .join(' ');
}

/** The parts that two prints disagree on, by name. */
export function differing(one: string, other: string): string[] {
  const parts = (print: string) => new Map(print.split(' ').filter(Boolean).map((part) => part.split(':') as [string, string]));
  const [a, b] = [parts(one), parts(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)).sort();
}

/** The same value whatever order its keys were written in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, canonical(part)]));
}
