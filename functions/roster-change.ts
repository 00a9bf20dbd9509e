import { subscribersKey } from './keys.ts';
import type { RosterChange } from './model/roster.ts';
import { type Roster, shardOfId } from './model/subscriber.ts';
import { update } from './objects.ts';
import type { Store } from './ports.ts';

/** Decides on the shard of the subscriber's id as it is, and writes what changed, by compare-and-swap. */
export async function changeRoster<Outcome>(store: Store, id: string, decide: (roster: Roster | undefined) => RosterChange<Outcome>): Promise<Outcome> {
  let outcome: Outcome;
  await update<Roster>(store, subscribersKey(shardOfId(id)), (roster) => {
    const changed = decide(roster);
    outcome = changed.outcome;
    const same = changed.roster === roster || (roster === undefined && Object.keys(changed.roster.subscribers).length === 0);
    return same ? undefined : changed.roster;
  });
  return outcome!;
}
