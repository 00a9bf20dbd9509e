/** A file of no service in particular: an address a line, or a table with a column of addresses. */
import type { SubscriberState } from '../../functions/model/subscriber.ts';
import { isNo, isYes, type Refused, refused, type Row } from './row.ts';
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
    // What the rows say counts more than the file's name, which may be any.
    const named = status === '' && !flags.some(([column]) => row.has(column)) && !row.has('unsubscribed_at') ? stateOfName(row.file) : 'active';
    if (named === 'never-subscribed') return refused(named);
    const joined = row.time('subscribed_at', 'created_at', 'subscription_date');
    const left = leftBy(row);
    if (typeof left === 'object') return left;
    const state = said !== 'active' ? said : left ? 'unsubscribed' : named;
    return { kind: 'told', state, joined, since: state === 'active' ? joined : row.time('unsubscribed_at') };
  },
};

/** Columns that say yes or no of a row being a subscriber's, as Ghost and others have them. */
const flags = [['subscribed', true], ['subscribed_to_emails', true], ['unsubscribed', false]] as const;

/** Whether a column says that they have left; refused where it can't be told: nobody is to be mailed, or dropped, for a word that is not known. */
function leftBy(row: Row): boolean | Refused {
  for (const [column, isSubscribed] of flags) {
    const text = row.text(column);
    if (text === '') continue;
    if (!isYes(text) && !isNo(text)) return refused('unknown-state', `${column} “${text}”`);
    if (isYes(text) !== isSubscribed) return true;
  }
  const at = row.text('unsubscribed_at');
  if (at === '' || isNo(at) || /^null$/i.test(at)) return false;
  return row.time('unsubscribed_at') !== undefined || refused('unknown-state', `unsubscribed_at “${at}”`);
}

/** A list of those who are gone often says so by its name alone. */
function stateOfName(file: string): SubscriberState | 'never-subscribed' {
  const name = file.toLowerCase();
  if (/non[ _-]?subscri/.test(name)) return 'never-subscribed';
  if (/un-?subscri|opt(ed)?[ _-]?out|suppress|blocklist/.test(name)) return 'unsubscribed';
  if (/bounce/.test(name)) return 'bounced';
  return /complain/.test(name) ? 'complained' : 'active';
}
