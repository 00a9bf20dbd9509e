/** Joining, from the form to the mail and back. */
import type { Config } from '../config.ts';
import { subscribersKey } from '../keys.ts';
import type { LetterTemplates } from '../model/letter.ts';
import { confirmUrl, type Consent, type Roster, shardOfId, subscriberId } from '../model/subscriber.ts';
import type { Wish } from '../model/wish.ts';
import { read } from '../objects.ts';
import type { Mail, Mailer, Submission } from '../ports.ts';
import { changeRoster } from '../roster-change.ts';
import type { LetterConfig } from './letter.ts';
import type { MailLimit } from './mail-limit.ts';
import { confirm, type ConfirmOutcome, moveAway } from './roster.ts';
import type { SubscribePorts } from './subscribe.ts';
import { type FoundWish, isExpired, makeWish } from './wishes.ts';

export interface JoinPorts extends SubscribePorts {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly letters: LetterTemplates;
  readonly limit: MailLimit;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

export type JoinConfig = LetterConfig & Pick<Config, 'subscribe'>;

/** What somebody filled in. */
export interface JoinForm {
  /** Valid by `parseAddress`. */
  readonly address: string;
  /** The IP address it came from. */
  readonly source: string;
  readonly consent: Consent;
  /** The id of the subscriber whose address it is to replace. */
  readonly instead?: string;
}

/** What the page says: `sent` whatever the list knows of the address, which is not even looked up. */
export type JoinAnswer = 'sent' | 'full' | 'failed';

/** No answer comes sooner: how long it takes must not tell whether a mail went out. */
export const answerTime = ({ sleep }: Pick<JoinPorts, 'sleep'>): Promise<unknown> => sleep(600);

/** Writes the wish down, and mails to the address for its confirmation. */
export async function askToJoin(ports: JoinPorts, config: JoinConfig, form: JoinForm, baseUrl: string): Promise<JoinAnswer> {
  const [answer] = await Promise.all([asking(ports, config, form, baseUrl), answerTime(ports)]);
  return answer;
}

async function asking(ports: JoinPorts, config: JoinConfig, { address, source, consent, instead }: JoinForm, baseUrl: string): Promise<JoinAnswer> {
  const { store, clock, nonce, log, limit } = ports;
  const { againAfterMinutes, confirmWithinDays } = config.subscribe;
  const permit = await limit.take(source);
  if (permit === 'too-many-here' || permit === 'too-many-today') {
    log('join', { outcome: permit, ...(permit === 'too-many-today' && { level: 'WARN' }) });
    return 'full';
  }
  const now = clock();
  const id = subscriberId(address);
  const wish: Wish = { version: 1, nonce: nonce(), address, at: now.toISOString(), token: nonce(), consent, ...(instead !== undefined && { instead }) };
  const made = await makeWish(store, id, wish, { coolDownMs: againAfterMinutes * 60_000, confirmWithinDays });
  if (made.kind === 'cooling') {
    permit.giveBack();
    log('join', { outcome: 'cooling' });
    return 'sent';
  }
  const until = new Date(now.getTime() + confirmWithinDays * 86_400_000);
  // Only here: most who come read, and what writes mails would be loaded at every start.
  const { letterMail, letterOf } = await import('./letter.ts');
  const letter = letterOf(made.wish.instead === undefined ? 'join' : 'move', config, { url: confirmUrl(baseUrl, id, made.wish.token), until });
  const submission = await patiently(ports, await letterMail(ports.letters, config, letter, { to: address, at: now }));
  if (submission.kind === 'submitted' || submission.kind === 'uncertain') {
    log('join', { outcome: 'asked' });
    return 'sent';
  }
  log('join', { level: 'ERROR', outcome: submission.kind, detail: submission.reason });
  permit.giveBack();
  await made.takeBack();
  // Of an address that SES will not take, the page says what it says of all others.
  return submission.kind === 'rejected' ? 'sent' : 'failed';
}

/** Submits a letter; where the morning's issue uses up the rate, tries some seconds more. Throttled is certainly not accepted. */
async function patiently({ mailer, sleep, random }: JoinPorts, mail: Mail): Promise<Submission> {
  for (let tries = 1; ; tries++) {
    const submission = await mailer.send(mail);
    if (submission.kind !== 'throttled' || tries === 5) return submission;
    await sleep(300 + random() * 700 * tries);
  }
}

/**
 * Confirms a wish, for whoever has its link. Where the address takes the place of
 * another, what was chosen there goes on here, and the other ends, unless what
 * was done there since says otherwise: who left there does not come back here,
 * and who joined there anew stays.
 */
export async function confirmWish(ports: SubscribePorts, config: Pick<Config, 'subscribe'>, { wish, fulfil }: FoundWish): Promise<ConfirmOutcome> {
  const { store, clock, nonce, log } = ports;
  const { address, instead } = wish;
  const old = instead === undefined ? undefined : (await read<Roster>(store, subscribersKey(shardOfId(instead))))?.subscribers[instead];
  const isLate = isExpired(wish, clock(), config.subscribe.confirmWithinDays) || (instead !== undefined && old?.state !== 'active');
  const replaces = instead !== undefined && old !== undefined && old.since <= wish.at ? instead : undefined;
  const outcome = isLate ? 'expired' : await changeRoster(store, subscriberId(address), (roster) => confirm(roster, wish, { nonce: nonce(), now: clock(), ...(replaces !== undefined && { choice: old?.choice, movedFrom: replaces }) }));
  if (outcome !== 'expired') {
    if (replaces !== undefined) await changeRoster(store, replaces, (roster) => moveAway(roster, replaces, subscriberId(address), { nonce: nonce(), now: clock() }));
    await fulfil(nonce());
  }
  log('confirm', { outcome, ...(instead !== undefined && { moved: true }) });
  return outcome;
}
