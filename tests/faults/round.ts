import { brakeOf, releaseBrake } from '../../functions/deliver/brake.ts';
import { issueKey, planKey, subscribersKey } from '../../functions/keys.ts';
import { slot } from '../../functions/model/slot.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { issueOf } from '../fixtures.ts';
import type { Lane } from './lane.ts';
import { baseUrl, type RoundPlan } from './plan.ts';
import { Source } from './source.ts';
import { judge, type Verdict } from './verdict.ts';
import type { Witness } from './witness.ts';

/** Delivers one issue through everything that the plan has for it. */
export async function playRound(lane: Lane, plan: RoundPlan, count: (what: string) => void): Promise<{ readonly verdict: Verdict; readonly witness: Witness }> {
  const { date, turn, copies, shards, stored } = plan;
  await prepare(lane, plan);
  const source = new Source(lane, plan, count);
  const { witness } = source;
  const queue = (more: object = {}, times = 1) => source.queue({ date, ...more }, times);
  await queue({}, copies);
  let late = {};
  if (turn === 'a day late') {
    await source.work();
    await source.aDayPasses();
    witness.quiet = 'the issue is a day old';
    await queue();
    await source.drain();
    witness.quiet = undefined;
    // The operator wants it all the same.
    late = { late: new Date(source.now()).toISOString() };
    await queue(late);
  }
  await source.drain();
  while (await brakeOf(lane.store, date)) {
    count('brakes');
    for (const shard of shards) await queue({ shard, part: 0, of: stored ? 2 : 1, ...late });
    await source.drain();
    await releaseBrake(lane.store, date, new Date(source.now()), crypto.randomUUID());
    witness.braked = false;
    await queue(late);
    await source.drain();
  }
  if (turn === 'again') {
    witness.quiet = 'all of it is done';
    await queue();
    await source.drain();
  }
  await lane.purge(shards.map(subscribersKey));
  return { verdict: await judge(plan, witness, lane.store), witness };
}

/** The issue as digest leaves it, and its readers. */
async function prepare(lane: Lane, { date, shards, subscribers, stored }: RoundPlan): Promise<void> {
  const { newsletter, ...issue } = issueOf(date, { nonce: crypto.randomUUID(), shards });
  const rosters = shards.map((shard): Roster => {
    const own = subscribers.flatMap((subscriber) => {
      const id = subscriberId(subscriber.address);
      return shardOfId(id) === shard ? [[id, subscriber] as const] : [];
    });
    return { version: 1, nonce: crypto.randomUUID(), subscribers: Object.fromEntries(own) };
  });
  await Promise.all([
    ...rosters.map((roster, n) => lane.put(subscribersKey(shards[n]!), roster)),
    lane.put(issueKey(date, 'issue.json'), { ...issue, newsletter: { ...newsletter, baseUrl } }),
    lane.put(issueKey(date, 'mail.html'), `<p>Grüße</p><a href="${slot('unsubscribeUrl')}">leave</a>`),
    lane.put(issueKey(date, 'mail.txt'), `Grüße\n\nleave: ${slot('unsubscribeUrl')}\n`),
    ...(stored ? [lane.put(planKey(date), stored)] : []),
  ]);
}

