/** `subscribers add` and `remove`: addresses of the command line, one by one. */
import { parseAddress } from '../../functions/model/address.ts';
import { subscriberId } from '../../functions/model/subscriber.ts';
import type { LeaveOutcome } from '../../functions/model/roster.ts';
import type { JoinOutcome } from '../../functions/subscribe/roster.ts';
import { subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import type { Context } from '../context.ts';

type Outcome = JoinOutcome | LeaveOutcome | 'erased';

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
  erased: 'erased',
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
export async function forEach({ out }: Context, addresses: readonly string[], act: (address: string) => Promise<Outcome>): Promise<boolean> {
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
