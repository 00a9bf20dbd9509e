/** `subscribers show` and `erase`: what is stored of one address, and its end. Never a token: who has it can end the subscription. */
import { subscribersKey, wishKey } from '../../functions/keys.ts';
import { parseAddress } from '../../functions/model/address.ts';
import { type Consent, type Roster, shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import type { Wish } from '../../functions/model/wish.ts';
import { read } from '../../functions/objects.ts';
import { eraseSubscriber } from '../../functions/subscribe/subscribe.ts';
import { isPending } from '../../functions/subscribe/wishes.ts';
import type { Context } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { count, table } from '../output.ts';
import { forEach } from './changing.ts';

/** All that is stored of an address: the subscriber, and a wish to join that waits for its confirmation. */
interface Stored {
  readonly subscriber?: Subscriber;
  readonly wish?: Wish;
}

async function stored({ store }: Context['stack'], address: string): Promise<Stored | undefined> {
  const id = subscriberId(address);
  const [roster, wish] = await Promise.all([read<Roster>(store, subscribersKey(shardOfId(id))), read<Wish>(store, wishKey(id))]);
  const subscriber = roster?.subscribers[id];
  const waits = wish !== undefined && isPending(wish, subscriber);
  return subscriber || waits ? { ...(subscriber && { subscriber }), ...(waits && { wish }) } : undefined;
}

/** The same without tokens. */
function openly({ subscriber, wish }: Stored): object {
  const { token: _secret, ...shown } = subscriber ?? { token: '' };
  return { ...(subscriber && { subscriber: shown }), ...(wish && { wish: { address: wish.address, at: wish.at, consent: wish.consent } }) };
}

/** False where nothing of that address is stored. */
export async function showSubscriber(context: Context, given: string): Promise<boolean> {
  const { stack, out } = context;
  const address = parseAddress(given);
  const found = address === undefined ? undefined : await stored(stack, address);
  if (!found) {
    out.complain(`dawnpost: ${given} ${address === undefined ? 'is not a mail address; write one like reader@example.org' : 'is not in the list'}`);
    return false;
  }
  out.report(linesOf(found), openly(found));
  return true;
}

function linesOf({ subscriber, wish }: Stored): string[] {
  const rows = [...(subscriber ? rowsOf(subscriber) : []), ...(wish ? [['waits', `asked to join, last mail ${wish.at}`] satisfies [string, string], ...consentRows('asked', wish.consent)] : [])];
  return [subscriber?.address ?? wish?.address ?? '', ...table(rows.map(([name, value]) => [`  ${name}`, value.replace(/\s+/g, ' ')]))];
}

function rowsOf({ state, since, consent, choice, softBounces, reason }: Subscriber): [string, string][] {
  const rows: [string, string][] = [['state', `${state} since ${since}`]];
  if (consent) rows.push(...consentRows('consent', consent));
  if (choice?.every) rows.push(['mails', 'one a week']);
  if (choice?.without?.length) rows.push(['without', choice.without.map((title) => `“${title}”`).join(', ')]);
  if (choice?.pausedUntil !== undefined) rows.push(['paused until', choice.pausedUntil]);
  if (softBounces?.length) rows.push(['came back', `${count(softBounces.length, 'mail')} in a row, the last of ${softBounces.at(-1)!.sent}`]);
  if (reason !== undefined) rows.push(['reason', reason]);
  return rows;
}

const consentRows = (name: string, { at, text, source, confirmed }: Consent): [string, string][] => [
  [name, `${at} “${text}”`],
  ['given by', source],
  ...(confirmed === undefined ? [] : [['confirmed', confirmed] satisfies [string, string]]),
];

const copiesNote = 'earlier versions of the list have forgotten them too; a backup made before still has them: run `dawnpost backup DIR` on it again, and delete other copies';

/** Takes every trace of the addresses out of the list, and of its past; without `yes` says of whom that would be. */
export async function eraseSubscribers(context: Context, addresses: readonly string[], yes: boolean): Promise<boolean> {
  const { out } = context;
  const noted: Context['out'] = { ...out, report: (lines, json) => out.report([...lines, ...(lines.length > 0 ? [copiesNote] : [])], json) };
  if (yes) return forEach({ ...context, out: noted }, addresses, (address) => eraseSubscriber(context.stack, subscriberId(address)));
  const lines: string[] = [];
  for (const given of addresses) {
    const address = parseAddress(given);
    const found = address === undefined ? undefined : await stored(context.stack, address);
    lines.push(...(found ? linesOf(found) : [`${given} is not in the list`]));
  }
  throw new OperatorError([...lines, 'nothing was erased: --yes erases all of this for good'].join('\n'), 2);
}
