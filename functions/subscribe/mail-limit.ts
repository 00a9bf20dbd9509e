import ipaddr from 'ipaddr.js';
import { joinShareKey, joinSharesOf } from '../keys.ts';
import { keysUnder } from '../objects.ts';
import type { Clock, Store } from '../ports.ts';

export type Permit = 'granted' | 'too-many-here' | 'too-many-today';

/** How many mails the pages may send, which strangers cause. */
export interface MailLimit {
  /** Asks for one mail to be sent because of `source`, an IP address. */
  take(source: string): Promise<Permit>;
  /** One that was granted was not sent. */
  giveBack(source: string): void;
}

/** Sources that one process remembers, at most: more in a day are no readers. */
const mostSources = 100_000;

/**
 * Limits the mails of a UTC day. The day's number holds over all processes,
 * since else a flood would use up the quota of the newsletter itself: it is cut
 * into shares, each an object that only one process can create. A source is
 * counted by each process for itself: with as many as are up at once, it gets
 * as many times its number, and never more than the day's.
 */
export function mailLimit({ store, clock, nonce }: { readonly store: Store; readonly clock: Clock; readonly nonce: () => string }, { mailsPerDay, perSource }: { readonly mailsPerDay: number; readonly perSource: number }): MailLimit {
  const shareSize = Math.max(1, Math.min(20, Math.floor(mailsPerDay / 50)));
  const shares = Math.floor(mailsPerDay / shareSize);
  let today = { day: '', left: 0, usedUp: false, sources: new Map<string, number>() };
  let taking: Promise<void> | undefined;

  async function takeShare(of: typeof today): Promise<void> {
    const taken = new Set(await keysUnder(store, joinSharesOf(of.day)));
    for (let share = 0; share < shares; share++) {
      const key = joinShareKey(of.day, share);
      if (taken.has(key)) continue;
      const written = await store.create(key, JSON.stringify({ version: 1, nonce: nonce(), mails: shareSize }));
      if (written.kind === 'exists') continue;
      of.left += shareSize;
      return;
    }
    of.usedUp = true;
  }

  return {
    async take(source) {
      const day = clock().toISOString().slice(0, 10);
      if (today.day !== day) today = { day, left: 0, usedUp: false, sources: new Map() };
      const { sources } = today;
      const network = networkOf(source);
      const before = sources.get(network) ?? 0;
      if (before >= perSource || sources.size >= mostSources) return 'too-many-here';
      sources.set(network, before + 1);
      // Requests that come together share what one of them takes.
      while (today.left === 0 && !today.usedUp) await (taking ??= takeShare(today).finally(() => (taking = undefined)));
      if (today.left === 0) return 'too-many-today';
      today.left -= 1;
      return 'granted';
    },
    giveBack(source) {
      const network = networkOf(source);
      today.left += 1;
      today.sources.set(network, Math.max(0, (today.sources.get(network) ?? 1) - 1));
    },
  };
}

/** An IPv4 address, or the 64 bits of an IPv6 address that one customer has (RFC 6177). */
function networkOf(source: string): string {
  if (!ipaddr.isValid(source)) return 'unknown';
  const address = ipaddr.process(source);
  return address.kind() === 'ipv4' ? address.toString() : address.toByteArray().slice(0, 8).join('.');
}
