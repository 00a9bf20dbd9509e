/** What becomes of a row before the list is looked at: somebody who arrives, or a reason why not. Pure. */
import type { SubscriberState } from '../../functions/model/subscriber.ts';
import { parseMailbox } from '../../functions/model/address.ts';
import type { Choice, Consent } from '../../functions/model/subscriber.ts';
import { fromText } from '../csv.ts';
import type { Layout } from './columns.ts';
import { type Refused, refused, rowOf, type Told } from './row.ts';
import { services } from './services.ts';

/** An address as an import has it. Times are ISO. */
export interface Arrival {
  readonly address: string;
  readonly state: SubscriberState;
  /** Of the last change of state; undefined where the file does not say. */
  readonly since?: string;
  readonly consent?: Consent;
  readonly choice?: Choice;
  readonly reason?: string;
}

export interface ArrivalOptions {
  /** The path of the file. */
  readonly file: string;
  readonly now: Date;
  /** The words that they agreed to, where the operator has them. */
  readonly consent?: string | undefined;
}

/** Who arrives, or why nobody does; and how many times of the row could not be read. */
export interface Judged {
  readonly arrival: Arrival | Refused;
  /** As it stands in the file. */
  readonly given: string;
  readonly unreadable: number;
}

/** Of a cell that is longer, the start shows that it is none. An address has 254 characters at most, and may have a name before it. */
const longest = 1000;

export function judge(cells: readonly string[], layout: Layout, options: ArrivalOptions): Judged {
  const { service, columns } = layout;
  const cell = cells[layout.address]?.slice(0, longest).trim() ?? '';
  const given = service === services.dawnpost ? fromText(cell) : cell;
  const no = (why: Refused): Judged => ({ arrival: why, given, unreadable: 0 });
  if (given === '') return no(refused('no-address'));
  // `Name <address>` too: so people keep their lists.
  const address = parseMailbox(given)?.address;
  if (address === undefined || cell.length === longest) return no(refused('not-an-address'));
  const row = rowOf(cells, columns, options.file, options.now);
  const said = service.read(row);
  if (said.kind === 'refused') return no(said);
  const { state, since, choice, reason } = said;
  const consent = consentOf(said, service.title, row.file, options);
  return {
    arrival: { address, state, ...(since !== undefined && { since }), ...(consent && { consent }), ...(choice && { choice }), ...(reason && { reason }) },
    given,
    unreadable: row.unreadable(),
  };
}

/** The proof that is stored. Of those who are gone there is one only where the file says when they joined. */
function consentOf({ state, consent, joined, confirmed, ip }: Told, title: string, file: string, { now, consent: words }: ArrivalOptions): Consent | undefined {
  if (consent !== undefined && consent !== 'none') return consent;
  const isOwn = consent === 'none';
  if ((state !== 'active' && joined === undefined) || (isOwn && words === undefined)) return undefined;
  const of = title === services.plain.title ? '' : ` of ${title}`;
  return {
    at: joined ?? now.toISOString(),
    text: words ?? `imported from ${title}`,
    source: `${file}${of}${ip ? `, from ${ip}` : ''}`,
    ...(confirmed !== undefined && { confirmed }),
  };
}
