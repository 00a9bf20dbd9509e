/** Joining, from the form to the mail and back. */
import type { Config } from '../config.ts';
import { subscribersKey } from '../keys.ts';
import type { LetterTemplates } from '../model/letter.ts';
import { confirmUrl, type Consent, type Roster, shardOfId, subscriberId } from '../model/subscriber.ts';
import type { Wish } from '../model/wish.ts';
import { read } from '../objects.ts';
import type { Mailer } from '../ports.ts';
import { type LetterConfig, letterMail, letterOf } from './letter.ts';
import type { MailLimit } from './mail-limit.ts';
import { confirm, type ConfirmOutcome } from './roster.ts';
import { change, type SubscribePorts, unsubscribe } from './subscribe.ts';
import { isExpired, makeWish, withdrawWish } from './wishes.ts';

export interface JoinPorts extends SubscribePorts {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly letters: LetterTemplates;
  readonly limit: MailLimit;
  readonly sleep: (ms: number) => Promise<unknown>;
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
const answerAfterMs = 1000;

/** Writes the wish down, and mails to the address for its confirmation. */
export async function askToJoin(ports: JoinPorts, config: JoinConfig, form: JoinForm, baseUrl: string): Promise<JoinAnswer> {
  const [answer] = await Promise.all([asking(ports, config, form, baseUrl), ports.sleep(answerAfterMs)]);
  return answer;
}

async function asking(ports: JoinPorts, config: JoinConfig, { address, source, consent, instead }: JoinForm, baseUrl: string): Promise<JoinAnswer> {
  const { store, clock, nonce, log, limit } = ports;
  const { againAfterMinutes, confirmWithinDays } = config.subscribe;
  const permit = await limit.take(source);
  if (permit !== 'granted') {
    log('join', { outcome: permit, ...(permit === 'too-many-today' && { level: 'WARN' }) });
    return 'full';
  }
  const now = clock();
  const id = subscriberId(address);
  const wish: Wish = { version: 1, nonce: nonce(), address, at: now.toISOString(), token: nonce(), consent, ...(instead !== undefined && { instead }) };
  const outcome = await makeWish(store, id, wish, againAfterMinutes * 60_000);
  if (outcome === 'cooling') {
    limit.giveBack(source);
    log('join', { outcome });
    return 'sent';
  }
  const until = new Date(now.getTime() + confirmWithinDays * 86_400_000);
  const letter = letterOf(instead === undefined ? 'join' : 'move', config, { url: confirmUrl(baseUrl, id, wish.token), until });
  const submission = await ports.mailer.send(await letterMail(ports.letters, config, letter, { to: address, at: now }));
  if (submission.kind === 'submitted' || submission.kind === 'uncertain') {
    log('join', { outcome: 'asked' });
    return 'sent';
  }
  log('join', { level: 'ERROR', outcome: submission.kind, detail: submission.reason });
  limit.giveBack(source);
  await withdrawWish(store, id, wish, nonce());
  // Of an address that SES will not take, the page says what it says of all others.
  return submission.kind === 'rejected' ? 'sent' : 'failed';
}

/** Confirms a wish, for whoever has its link. Where the address takes the place of another, what was chosen there goes on here, and the other ends. */
export async function confirmWish(ports: SubscribePorts, config: Pick<Config, 'subscribe'>, wish: Wish): Promise<ConfirmOutcome> {
  const { store, clock, nonce, log } = ports;
  const { address, instead } = wish;
  if (isExpired(wish, clock(), config.subscribe.confirmWithinDays)) return 'expired';
  const old = instead === undefined ? undefined : (await read<Roster>(store, subscribersKey(shardOfId(instead))))?.subscribers[instead];
  const outcome = await change(store, subscriberId(address), (roster) => confirm(roster, wish, { nonce: nonce(), now: clock(), choice: old?.choice }));
  if (instead !== undefined && outcome !== 'expired') await unsubscribe(ports, instead);
  log('confirm', { outcome, ...(instead !== undefined && { moved: true }) });
  return outcome;
}
