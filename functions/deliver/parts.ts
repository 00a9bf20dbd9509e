import type { ShardMessage } from '../ports.ts';

/**
 * Subscribers of one part, about: a ledger is written whole for every window,
 * and a part is what a worker takes up at once, well within its time.
 */
const size = 250;

/** How many parts a shard with so many active subscribers is delivered in. */
export const partsFor = (recipients: number): number => Math.ceil(recipients / size);

/** Whether a subscriber is of that part: ids are hashes, so equal ranges of them hold about as many each, whoever joins or leaves. */
export function isOfPart(id: string, { part, of }: Pick<ShardMessage, 'part' | 'of'>): boolean {
  // The digits after the two that are the shard.
  const place = Number.parseInt(id.slice(2, 10), 16) / 2 ** 32;
  return Math.floor(place * of) === part;
}

/** Whether the message names a part that there is. */
export const isPart = ({ part, of }: Pick<ShardMessage, 'part' | 'of'>): boolean => Number.isInteger(part) && Number.isInteger(of) && part >= 0 && part < of;
