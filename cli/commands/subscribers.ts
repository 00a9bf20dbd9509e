import { prefixes } from '../../functions/keys.ts';
import { parseAddress } from '../../functions/model/address.ts';
import { type Roster, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { JoinOutcome, LeaveOutcome } from '../../functions/subscribe/roster.ts';
import { subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import type { Context } from '../context.ts';

type Outcome = JoinOutcome | LeaveOutcome;

/** What became of one address of the command line. */
export interface AddressReport {
  readonly address: string;
  readonly outcome: Outcome | 'no-address';
}

const said: Record<AddressReport['outcome'], string> = {
  joined: 'added',
  rejoined: 'added again',
  'active-before': 'is a subscriber already',
  left: 'removed',
  'left-before': 'was removed before',
  unknown: 'is no subscriber',
  'no-address': 'is not a mail address; write one like reader@example.org',
};

/** Outcomes with which the command did not do what was asked. */
const failed = new Set<AddressReport['outcome']>(['no-address', 'unknown']);

export const addSubscribers = (context: Context, addresses: readonly string[]): Promise<boolean> =>
  forEach(context, addresses, (address) => subscribe(context.stack, address));

export const removeSubscribers = (context: Context, addresses: readonly string[]): Promise<boolean> =>
  forEach(context, addresses, (address) => unsubscribe(context.stack, subscriberId(address)));

/** One bad address never stops the others; true where every one could be done. */
async function forEach({ out }: Context, addresses: readonly string[], act: (address: string) => Promise<Outcome>): Promise<boolean> {
  const reports: AddressReport[] = [];
  for (const given of addresses) {
    const address = parseAddress(given);
    reports.push(address === undefined ? { address: given, outcome: 'no-address' } : { address, outcome: await act(address) });
  }
  for (const { address, outcome } of reports) if (failed.has(outcome)) out.complain(`dawnpost: ${address} ${said[outcome]}`);
  const done = reports.filter(({ outcome }) => !failed.has(outcome));
  out.report(done.map(({ address, outcome }) => `${address} ${said[outcome]}`), { addresses: reports });
  return done.length === reports.length;
}

/** Prints the active subscribers, or with `all` everyone with their state. */
export async function listSubscribers({ stack, out }: Context, all: boolean): Promise<void> {
  const found: Subscriber[] = [];
  for (const key of await keysUnder(stack.store, prefixes.subscribers)) {
    const roster = await read<Roster>(stack.store, key);
    found.push(...Object.values(roster?.subscribers ?? {}).filter(({ state }) => all || state === 'active'));
  }
  found.sort((a, b) => (a.address < b.address ? -1 : 1));
  out.report(
    found.map(({ address, state, since }) => (all ? `${address}\t${state}\t${since}` : address)),
    { subscribers: found.map(({ address, state, since }) => ({ address, state, since })) },
  );
}
