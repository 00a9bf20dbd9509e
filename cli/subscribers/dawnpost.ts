/** Dawnpost's own export: how a subscriber becomes a row, and a row what is told of an address. Tokens are in no file. Pure. */
import { type Choice, type Consent, type Subscriber, subscriberStates } from '../../functions/model/subscriber.ts';
import { fromText } from '../csv.ts';
import { refused, type Row, type Said } from './row.ts';
import type { Service } from './services.ts';

export const exportColumns = ['address', 'state', 'since', 'consent_at', 'consent_text', 'consent_source', 'confirmed_at', 'choice', 'soft_bounces', 'reason'] as const;

/** The cells of a subscriber, in the order of the columns. Of soft bounces their number only: they are of mails of this newsletter. */
export function exportRow({ address, state, since, consent, choice, softBounces, reason }: Subscriber): string[] {
  return [
    address, state, since,
    consent?.at ?? '', consent?.text ?? '', consent?.source ?? '', consent?.confirmed ?? '',
    choice ? JSON.stringify(choice) : '',
    softBounces ? String(softBounces.length) : '',
    reason ?? '',
  ];
}

export const dawnpost: Service = {
  title: 'Dawnpost',
  detects: (has) => has('address', 'state', 'since', 'consent_source'),
  address: ['address'],
  read(row): Said {
    const state = subscriberStates.find((one) => one === row.text('state'));
    if (state === undefined) return refused('unknown-state', `state “${row.text('state')}”`);
    const choice = choiceOf(row.text('choice'));
    if (choice === 'none') return refused('bad-choice', row.text('choice').slice(0, 80));
    return { kind: 'told', state, since: row.time('since'), consent: consentOf(row) ?? 'none', ...(choice && { choice }), reason: fromText(row.text('reason')) };
  },
};

function consentOf(row: Row): Consent | undefined {
  const at = row.time('consent_at');
  if (at === undefined) return undefined;
  const confirmed = row.time('confirmed_at');
  return { at, text: fromText(row.text('consent_text')), source: fromText(row.text('consent_source')), ...(confirmed !== undefined && { confirmed }) };
}

/** The choice of a cell; undefined where it is empty, `none` where it holds something else. */
function choiceOf(text: string): Choice | 'none' | undefined {
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'none';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'none';
  const { without, every, pausedUntil, ...others } = value as Record<string, unknown>;
  const isRight =
    Object.keys(others).length === 0 &&
    (without === undefined || (Array.isArray(without) && without.every((title) => typeof title === 'string'))) &&
    (every === undefined || every === 'week') &&
    (pausedUntil === undefined || (typeof pausedUntil === 'string' && !Number.isNaN(Date.parse(pausedUntil))));
  return isRight ? (value) : 'none';
}
