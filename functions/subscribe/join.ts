/** Joining, from the form to the mail and back. */
import type { Config } from '../config.ts';
import type { LetterTemplates } from '../model/letter.ts';
import { confirmUrl, type Consent, manageUrl, type Subscriber, subscriberId } from '../model/subscriber.ts';
import { read } from '../objects.ts';
import { subscribersKey } from '../keys.ts';
import type { Mailer } from '../ports.ts';
import { ask, type AskOutcome, confirm, type ConfirmOutcome, withdraw, withoutExpired } from './joining.ts';
import { type LetterConfig, type LetterKind, letterMail, letterOf } from './letter.ts';
import type { MailLimit } from './mail-limit.ts';
import { change, type SubscribePorts, unsubscribe } from './subscribe.ts';
import { type Roster, shardOfId } from '../model/subscriber.ts';

export interface JoinPorts extends SubscribePorts {
  readonly mailer: Pick<Mailer, 'send'>;
  readonly letters: LetterTemplates;
  readonly limit: MailLimit;
  readonly sleep: (ms: number) => Promise<unknown>;
}

export type JoinConfig = LetterConfig & Pick<Config, 'subscribe'>;

/** What the page says: `sent` whatever the list knows of the address. */
export type JoinAnswer = 'sent' | 'full' | 'failed';

/** No answer comes sooner: how long it takes must not tell whether a mail went out. */
const answerAfterMs = 1000;
const day = 86_400_000;

/** Writes down that somebody wants the newsletter at that address, valid by `parseAddress`, and mails to it what its state asks for. */
export async function askToJoin(ports: JoinPorts, config: JoinConfig, wish: { readonly address: string; readonly source: string; readonly consent: Consent; readonly instead?: string; readonly baseUrl: string }): Promise<JoinAnswer> {
  const [answer] = await Promise.all([asking(ports, config, wish), ports.sleep(answerAfterMs)]);
  return answer;
}

async function asking(ports: JoinPorts, config: JoinConfig, { address, source, consent, instead, baseUrl }: Parameters<typeof askToJoin>[2]): Promise<JoinAnswer> {
  const { store, clock, nonce, log, limit } = ports;
  const { againAfterMinutes, confirmWithinDays } = config.subscribe;
  const permit = await limit.take(source);
  if (permit !== 'granted') {
    log('join', { outcome: permit, ...(permit === 'too-many-today' && { level: 'WARN' }) });
    return 'full';
  }
  const now = clock();
  const id = subscriberId(address);
  const token = nonce();
  const validMs = confirmWithinDays * day;
  let link = '';
  const outcome = await change<AskOutcome>(store, id, (stored) => {
    const roster = stored && withoutExpired(stored, { now, nonce: nonce(), validMs });
    const asked = ask(roster, address, { token, consent, coolDownMs: againAfterMinutes * 60_000, ...(instead !== undefined && { instead }), nonce: nonce(), now });
    link = manageUrl(baseUrl, id, asked.roster.subscribers[id]!.token);
    return asked;
  });
  const kind = letterKind(outcome, instead);
  let answer: JoinAnswer = 'sent';
  if (kind === undefined) limit.giveBack(source);
  else {
    const url = kind === 'active' ? link : confirmUrl(baseUrl, id, token);
    const letter = letterOf(kind, config, { url, until: kind === 'active' ? undefined : new Date(now.getTime() + validMs) });
    const submission = await ports.mailer.send(await letterMail(ports.letters, config, letter, { to: address, at: now }));
    if (submission.kind !== 'submitted' && submission.kind !== 'uncertain') {
      log('join.mail', { level: 'ERROR', outcome: submission.kind, detail: submission.reason });
      limit.giveBack(source);
      await change(store, id, (roster) => ({ roster: withdraw(roster, id, token, nonce()), outcome: undefined }));
      // Of an address that SES will not take, the page says what it says of all others.
      if (submission.kind !== 'rejected') answer = 'failed';
    }
  }
  log('join', { outcome });
  return answer;
}

function letterKind(outcome: AskOutcome, instead: string | undefined): LetterKind | undefined {
  if (outcome === 'cooling' || outcome === 'complained') return undefined;
  if (instead !== undefined) return 'move';
  return outcome === 'asked' ? 'join' : 'active';
}

/** Confirms the wish of `asker`, whose link it is. Where the address takes the place of another, what was chosen there goes on here, and the other ends. */
export async function confirmJoin(ports: SubscribePorts, config: Pick<Config, 'subscribe'>, id: string, asker: Subscriber): Promise<ConfirmOutcome> {
  const { store, clock, nonce, log } = ports;
  const instead = asker.asked?.instead;
  const old = instead === undefined ? undefined : (await read<Roster>(store, subscribersKey(shardOfId(instead))))?.subscribers[instead];
  const validMs = config.subscribe.confirmWithinDays * day;
  const outcome = await change(store, id, (roster) => confirm(roster, id, { nonce: nonce(), now: clock(), validMs, choice: old?.choice }));
  if (instead !== undefined && instead !== id && (outcome === 'joined' || outcome === 'active-before')) await unsubscribe(ports, instead);
  log('confirm', { outcome, ...(instead !== undefined && { moved: true }) });
  return outcome;
}
