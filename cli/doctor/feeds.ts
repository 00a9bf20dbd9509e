/** The feeds as they answer now. Pure. */
import type { Probe } from '../check/probe.ts';
import { count } from '../output.ts';
import { type Check, ok, todo } from './check.ts';

/** So many are named. */
const named = 5;

export function feedChecks(probes: readonly Probe[]): Check[] {
  const ill = probes.filter(({ status }) => status !== 'ok');
  if (ill.length === 0) return [ok('feeds.answer', `${count(probes.length, 'feed')}, all can be collected`)];
  return [
    todo('feeds.answer', `${ill.length} of ${count(probes.length, 'feed')} can't be collected`, '`dawnpost check` says of each what to do', [
      ...ill.slice(0, named).map(({ name, notes }) => `${name}: ${notes[0] ?? 'no answer'}`),
      ...(ill.length > named ? [`and ${ill.length - named} more`] : []),
    ]),
  ];
}
