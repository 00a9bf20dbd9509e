import { mostRepeats } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { type Subscriber, subscriberId, shardOfId, unsubscribeUrl } from '../../functions/model/subscriber.ts';
import { type Break, drawBreaks } from './breaks.ts';
import { between, type Dice, diceOf, oneOf } from './dice.ts';
import type { Weather } from './weather.ts';
import type { Reader } from './witness.ts';

/** The bundles: one for each way to deliver. */
export const variants = {
  plain: { window: 10, afterCrash: 'repeat', canary: false },
  canary: { window: 4, afterCrash: 'repeat', canary: true },
  skip: { window: 10, afterCrash: 'skip', canary: false },
} as const;
export type Variant = keyof typeof variants;

/** Everything that is drawn for a round before it begins. */
export interface RoundPlan {
  readonly number: number;
  readonly dice: Dice;
  readonly variant: Variant;
  readonly date: string;
  readonly readers: readonly Reader[];
  readonly subscribers: readonly Subscriber[];
  readonly shards: readonly string[];
  /** A plan with other parts than deliver would make of so few readers. */
  readonly stored?: Plan;
  /** Addresses that SES refuses. */
  readonly rejects: ReadonlySet<string>;
  /** Who leaves, by the number of the request at which they do. */
  readonly leaves: ReadonlyMap<number, string>;
  readonly breaks: readonly Break[];
  readonly weather: Weather;
  /** Workers at the same time. */
  readonly workers: 1 | 2;
  /** How often the queue has the issue. */
  readonly copies: number;
  /** What happens apart from faults: a day goes by in between, or all of it is queued once more at the end. */
  readonly turn: 'none' | 'a day late' | 'again';
}

export const baseUrl = 'https://pages.example.com';

/** Draws round `number` of the run of that seed. */
export function drawRound(seed: string, number: number): RoundPlan {
  const dice = diceOf(`${seed}/${number}`);
  const variant = oneOf<Variant>(dice('variant'), { plain: 7, canary: 2, skip: 1 });
  // Days apart: a round may last more than one, and a process that plays several must not see time go back.
  const date = new Date(Date.UTC(2030, 0, 1 + 10 * number)).toISOString().slice(0, 10);
  // Refusals of one reader in ten are written down; of more than one in two they stop the delivery, where a part is large enough to have some left.
  const refused = oneOf(dice('refused'), { none: 10, few: 8, many: 2 });
  const rate = { none: 0, few: 0.1, many: 0.65 }[refused];
  const shards = [...new Set(Array.from({ length: refused === 'many' ? 1 : between(dice('shards'), 1, 3) }, (_, n) => between(dice('shard', n), 0, 255).toString(16).padStart(2, '0')))].toSorted();
  const count = refused === 'many' ? 35 : between(dice('readers'), 15, 30);
  const subscribers = Array.from({ length: count }, (_, n): Subscriber => {
    const shard = shards[n % shards.length]!;
    return { address: addressOf(shard, Math.floor(n / shards.length)), state: 'active', token: `token-${number}-${n}`, since: '2026-01-01T00:00:00.000Z' };
  });
  const readers = subscribers.map(({ address, token }): Reader => {
    const id = subscriberId(address);
    return { id, address, link: unsubscribeUrl(baseUrl, id, token) };
  });
  const addresses = readers.map(({ address }) => address);
  const leaving = addresses.filter((address) => dice('leaves?', address) < 0.06);
  const breaks = drawBreaks(dice, Number(oneOf(dice('breaks'), { 0: 6, 1: 8, 2: 3, 3: 1, 4: 1 })));
  const mood = oneOf(dice('weather'), { fine: 2, poor: 5, foul: 2 });
  return {
    number,
    dice,
    variant,
    date,
    readers,
    subscribers,
    shards,
    ...(refused !== 'many' && dice('parts') < 0.2 && { stored: inTwoParts(date, shards, readers, variants[variant].canary) }),
    rejects: new Set(addresses.filter((address) => dice('refused?', address) < rate)),
    leaves: new Map(leaving.map((address) => [between(dice('leaves', address), 1, 50), subscriberId(address)])),
    breaks,
    weather: { fine: { send: 0, store: 0, queue: 0 }, poor: { send: 0.1, store: 0.05, queue: 0.2 }, foul: { send: 0.3, store: 0.15, queue: 0.4 } }[mood],
    workers: dice('workers') < 0.3 ? 2 : 1,
    copies: Number(oneOf(dice('copies'), { 1: 20, 2: 4, 3: 1 })),
    turn: oneOf(dice('turn'), { none: 18, 'a day late': 1, again: 1 }),
  };
}

/** How often the answer to a submission to one reader may get lost, so that the breaks leave a try to be answered. */
export const lostAnswers = ({ breaks }: RoundPlan): number => mostRepeats - breaks.length;

function inTwoParts(date: string, shards: readonly string[], readers: readonly Reader[], canary: boolean): Plan {
  const parts = shards.map((shard) => ({ shard, recipients: readers.filter(({ id }) => shardOfId(id) === shard).length, parts: 2 }));
  return { version: 1, nonce: 'n', date, at: `${date}T07:00:00.000Z`, recipients: readers.length, shards: parts, ...(canary && { canary: shards[0]! }) };
}

const known = new Map<string, string[]>();
let tried = 0;

/** The nth address of a shard. */
function addressOf(shard: string, nth: number): string {
  for (;;) {
    const found = known.get(shard)?.[nth];
    if (found !== undefined) return found;
    const address = `reader${tried++}@example.org`;
    const of = shardOfId(subscriberId(address));
    known.set(of, [...(known.get(of) ?? []), address]);
  }
}
