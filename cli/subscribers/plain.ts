/** A file of no service in particular: an address a line, or a table with a column of addresses. */
import type { SubscriberState } from '../../functions/model/subscriber.ts';
import { isYes, refused, type Row } from './row.ts';
import type { Service } from './services.ts';

/** Words of a column `status`. A word that is none of them may say that somebody has left, so it is not passed over. */
const words: readonly (readonly [RegExp, SubscriberState])[] = [
  [/^(|active|subscribed|confirmed|enabled|regular)$/, 'active'],
  [/^(un-?subscribed|opted[ _-]?out|removed|left|disabled|inactive|blocklisted|suppressed)$/, 'unsubscribed'],
  [/^((hard[ _-]?)?bounced|cleaned|undeliverable|invalid)$/, 'bounced'],
  [/^(complained|complaint|spam|abuse)$/, 'complained'],
];

export const plain: Service = {
  title: 'a file',
  detects: () => true,
  read(row) {
    const status = row.text('status').toLowerCase();
    const [, said] = words.find(([word]) => word.test(status)) ?? [];
    if (/^(unconfirmed|pending|unactivated|not[ _-]?confirmed)$/.test(status)) return refused('not-confirmed');
    if (said === undefined) return refused('unknown-state', `status “${status}”`);
    const named = stateOfName(row.file);
    if (named === 'never-subscribed') return refused(named);
    const joined = row.time('subscribed_at', 'created_at', 'subscription_date');
    const state = said !== 'active' ? said : hasLeft(row) ? 'unsubscribed' : named;
    return { kind: 'told', state, joined, since: state === 'active' ? joined : row.time('unsubscribed_at') };
  },
};

/** Columns that say of a row that it is no subscriber's, as Ghost and others have them. */
function hasLeft(row: Row): boolean {
  const says = (column: string): string => row.text(column);
  const isNo = (text: string): boolean => text !== '' && !isYes(text);
  return isNo(says('subscribed')) || isNo(says('subscribed_to_emails')) || says('unsubscribed_at') !== '' || isYes(says('unsubscribed'));
}

/** A list of those who are gone often says so by its name alone. */
function stateOfName(file: string): SubscriberState | 'never-subscribed' {
  const name = file.toLowerCase();
  if (/non[ _-]?subscri/.test(name)) return 'never-subscribed';
  if (/un-?subscri|opt(ed)?[ _-]?out|suppress|blocklist/.test(name)) return 'unsubscribed';
  if (/bounce/.test(name)) return 'bounced';
  return /complain/.test(name) ? 'complained' : 'active';
}
