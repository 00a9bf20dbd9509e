import { answers, type Said } from './answers.ts';
import { type Dice, oneOf } from './dice.ts';
import type { Fate } from './witness.ts';

/** What a worker asks of AWS. */
export type Asked =
  | { readonly kind: 'send'; readonly address: string; readonly mail: string }
  | { readonly kind: 'quota' }
  | { readonly kind: 'put' | 'get'; readonly key: string }
  | { readonly kind: 'queue' };

/** A fault that one request meets. */
export interface Fault {
  readonly name: string;
  /** Whether AWS does what was asked, and only its answer goes astray. */
  readonly done: boolean;
  /** What is said instead; nothing where the connection is cut. */
  readonly said?: Said | 'as it is';
  /** What it means for a submission. */
  readonly fate?: Fate;
  /** Of a batch, SQS takes all messages but the first. */
  readonly butFirst?: true;
}

/** How likely requests of each kind are to meet a fault. */
export type Weather = Readonly<Record<'send' | 'store' | 'queue', number>>;

export interface Limits {
  /** Submissions to one reader whose answer may get lost. */
  readonly lost: number;
  readonly rejects: ReadonlySet<string>;
}

/** Of these a client tries again some five times, so that so many in a row it gets over. */
const inARow = 3;

/** Draws the faults of a round. `of` names who asks: each worker counts for itself what it meets in a row. */
export function faults(dice: Dice, weather: Weather, { lost, rejects }: Limits): (asked: Asked, of: string) => Fault | undefined {
  const counts = new Map<string, number>();
  const count = (...of: string[]): number => {
    const key = of.join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! - 1;
  };

  function ofSend(address: string): Fault | undefined {
    if (rejects.has(address)) return { name: 'rejected', done: false, said: answers.rejected, fate: 'rejected' };
    const nth = count('send', address);
    if (dice('send?', address, nth) >= weather.send) return undefined;
    const fault = ofSes(oneOf(dice('send', address, nth), { 'answer lost': 5, torn: 2, garbled: 2, cut: 2, '500 after all': 3, '500': 2, '503': 2, throttled: 6, quota: 0.3 }));
    if (fault.fate === 'uncertain' && count('lost', address) >= lost) return undefined;
    return fault;
  }

  function ofOthers(asked: Asked & { readonly kind: 'quota' | 'put' | 'get' | 'queue' }, of: string): Fault | undefined {
    const name = 'key' in asked ? `${asked.kind} ${asked.key}` : asked.kind;
    const nth = count(of, name);
    const rate = asked.kind === 'queue' ? weather.queue : weather.store;
    const met = counts.get(`${of} ${name} met`) ?? 0;
    if (met >= inARow || dice('fault?', of, name, nth) >= rate) {
      counts.set(`${of} ${name} met`, 0);
      return undefined;
    }
    counts.set(`${of} ${name} met`, met + 1);
    const roll = dice('fault', of, name, nth);
    switch (asked.kind) {
      case 'put':
        return ofWrite(oneOf(roll, { cut: 1, '500': 1, 'slow down': 1, conflict: 2, 'answer lost': 3, '500 after all': 2 }));
      case 'get':
        return ofRead(oneOf(roll, { cut: 1, '500': 1, 'slow down': 1 }));
      case 'queue':
        return ofQueue(oneOf(roll, { cut: 1, '500': 1, 'answer lost': 2, '500 after all': 1, 'left out': 2 }));
      case 'quota':
        return ofQuota(oneOf(roll, { cut: 1, '500': 1, throttled: 2 }));
    }
  }

  return (asked, of) => (asked.kind === 'send' ? ofSend(asked.address) : ofOthers(asked, of));
}

function ofSes(kind: 'answer lost' | 'torn' | 'garbled' | 'cut' | '500 after all' | '500' | '503' | 'throttled' | 'quota'): Fault {
  const name = `SES: ${kind}`;
  switch (kind) {
    case 'answer lost':
      return { name, done: true, fate: 'uncertain' };
    case 'torn':
      return { name, done: true, fate: 'uncertain', said: answers.torn };
    case 'garbled':
      return { name, done: true, fate: 'uncertain', said: answers.garbled };
    case '500 after all':
      return { name, done: true, fate: 'uncertain', said: answers.sesFailure };
    case 'cut':
      return { name, done: false, fate: 'uncertain' };
    case '500':
      return { name, done: false, fate: 'uncertain', said: answers.sesFailure };
    case '503':
      return { name, done: false, fate: 'uncertain', said: answers.sesUnavailable };
    case 'throttled':
      return { name, done: false, fate: 'unsent', said: answers.tooFast };
    case 'quota':
      return { name, done: false, fate: 'unsent', said: answers.dailyQuota };
  }
}

function ofWrite(kind: 'cut' | '500' | 'slow down' | 'conflict' | 'answer lost' | '500 after all'): Fault {
  const name = `S3 write: ${kind}`;
  switch (kind) {
    case 'answer lost':
      return { name, done: true };
    case '500 after all':
      return { name, done: true, said: answers.s3Failure };
    case 'conflict':
      return { name, done: false, said: answers.s3Conflict };
    case 'cut':
    case '500':
    case 'slow down':
      return { ...ofRead(kind), name };
  }
}

function ofRead(kind: 'cut' | '500' | 'slow down'): Fault {
  const name = `S3 read: ${kind}`;
  if (kind === 'cut') return { name, done: false };
  return { name, done: false, said: kind === '500' ? answers.s3Failure : answers.slowDown };
}

function ofQueue(kind: 'cut' | '500' | 'answer lost' | '500 after all' | 'left out'): Fault {
  const name = `SQS: ${kind}`;
  const done = kind === 'answer lost' || kind === '500 after all';
  if (kind === 'left out') return { name, done: true, said: 'as it is', butFirst: true };
  return { name, done, ...(kind.startsWith('500') && { said: answers.sqsFailure }) };
}

function ofQuota(kind: 'cut' | '500' | 'throttled'): Fault {
  const name = `SES quota: ${kind}`;
  if (kind === 'cut') return { name, done: false };
  return { name, done: false, said: kind === '500' ? answers.sesFailure : answers.rateExceeded };
}
