import ipaddr from 'ipaddr.js';
import { joinShareKey, joinSharesOf } from '../keys.ts';
import { keysUnder } from '../objects.ts';
import type { Clock, Store } from '../ports.ts';

/** Leave to send one mail. Given back where it was not sent. */
export interface Permit {
  giveBack(): void;
}

/** How many mails the pages may send, which strangers cause. */
export interface MailLimit {
  /** Asks for one mail to be sent because of `source`, an IP address. */
  take(source: string): Promise<Permit | 'too-many-here' | 'too-many-today'>;
}

/** Sources that one process remembers, at most: more in a day are no readers. */
const mostSources = 100_000;

/** Mails of a larger share. */
const large = 10;

interface Today {
  readonly day: string;
  left: number;
  usedUp: boolean;
  shares: number;
  readonly sources: Map<string, number>;
}

/**
 * Limits the mails of a UTC day. The day's number holds over all processes,
 * since else a flood would use up the quota of the newsletter itself: it is cut
 * into shares, each an object that only one process can create. What a process
 * has left of its share when it ends is lost for the day, so half of the mails
 * are shares of one, which a process takes first; whoever needs more takes ten
 * at once. A source is counted by each process for itself: with as many as are
 * up at once, it gets as many times its number, and never more than the day's.
 */
export function mailLimit(world: { readonly store: Store; readonly clock: Clock; readonly nonce: () => string; readonly random: () => number }, { mailsPerDay, perSource }: { readonly mailsPerDay: number; readonly perSource: number }): MailLimit {
  const { store, clock, nonce, random } = world;
  const larger = Math.floor(mailsPerDay / (2 * large));
  const single = mailsPerDay - larger * large;
  /** Numbers of the shares: first those of one, then the larger. */
  const sizeOf = (share: number): number => (share < single ? 1 : large);
  const between = (from: number, to: number): number => from + Math.floor(random() * (to - from));
  let today: Today = { day: '', left: 0, usedUp: false, shares: 0, sources: new Map() };
  let taking: Promise<void> | undefined;

  async function create(of: Today, share: number): Promise<boolean> {
    const written = await store.create(joinShareKey(of.day, share), JSON.stringify({ version: 1, nonce: nonce(), mails: sizeOf(share) }));
    if (written.kind === 'exists') return false;
    of.left += sizeOf(share);
    of.shares += 1;
    return true;
  }

  async function takeShare(of: Today): Promise<void> {
    // Most are free for most of the day: a guess costs less than to ask which.
    for (let guess = 0; guess < 3; guess++) {
      const share = of.shares === 0 || larger === 0 ? between(0, single) : between(single, single + larger);
      if (await create(of, share)) return;
    }
    const taken = new Set(await keysUnder(store, joinSharesOf(of.day)));
    const free = Array.from({ length: single + larger }, (_, share) => share).filter((share) => !taken.has(joinShareKey(of.day, share)));
    while (free.length > 0) {
      const [share] = free.splice(between(0, free.length), 1);
      if (await create(of, share!)) return;
    }
    of.usedUp = true;
  }

  return {
    async take(source) {
      const day = clock().toISOString().slice(0, 10);
      if (today.day !== day) today = { day, left: 0, usedUp: false, shares: 0, sources: new Map() };
      const of = today;
      const network = networkOf(source);
      const before = of.sources.get(network) ?? 0;
      if (before >= perSource || of.sources.size >= mostSources) return 'too-many-here';
      of.sources.set(network, before + 1);
      // Requests that come together share what one of them takes.
      while (of.left === 0 && !of.usedUp) await (taking ??= takeShare(of).finally(() => (taking = undefined)));
      if (of.left === 0) return 'too-many-today';
      of.left -= 1;
      return {
        giveBack() {
          of.left += 1;
          of.sources.set(network, (of.sources.get(network) ?? 1) - 1);
        },
      };
    },
  };
}

/** An IPv4 address, or the 64 bits of an IPv6 address that one customer has (RFC 6177). */
function networkOf(source: string): string {
  if (!ipaddr.isValid(source)) return 'unknown';
  const address = ipaddr.process(source);
  return address.kind() === 'ipv4' ? address.toString() : address.toByteArray().slice(0, 8).join('.');
}
