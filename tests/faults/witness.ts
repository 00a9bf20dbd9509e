import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import { shardOfId, subscriberId } from '../../functions/model/subscriber.ts';

/** One call of the handler. */
export interface Invocation {
  /** The request id that it runs under, and so the name in its leases. */
  readonly worker: string;
  /** What befell it that may keep it from writing down what it sent. */
  broken?: 'killed' | 'lost-race' | 'outage' | 'torn';
  /** The brake was on when it began. */
  readonly braked: boolean;
  /** Shards whose roster it has read, and the step of the round at which it last asked. */
  readonly rosters: Map<string, number>;
}

/** What SES has said to one submission, as far as the worker can tell. */
export type Fate = 'submitted' | 'uncertain' | 'rejected' | 'unsent';

/** One submission, from when it reached SES. */
export interface Send {
  readonly id: string;
  readonly by: Invocation;
  /** The step of the round at which it arrived. */
  readonly step: number;
  /** The message id, where SES took it. */
  accepted?: string;
  /** What the worker was let know. */
  fate?: Fate;
  /** The ledger says what became of it. */
  written: boolean;
}

/** What is known of a reader before anything is sent. */
export interface Reader {
  readonly id: string;
  readonly address: string;
  /** As it must stand in the mail, and in nobody else's. */
  readonly link: string;
}

/**
 * What SES and S3 saw in one round, in order, held at once against what
 * delivery promises: who is settled gets nothing more, nothing goes out
 * unclaimed, a window is all that is claimed at a time, and the next write
 * says what became of it.
 */
export class Witness {
  readonly sends: Send[] = [];
  readonly problems: string[] = [];
  readonly trace: string[] = [];
  readonly invocations: Invocation[] = [];
  readonly ledgers = new Map<string, Ledger>();
  /** Who left, and the step by which it was written down. */
  readonly left = new Map<string, number>();
  /** Why nothing may be sent now, if that is so. */
  quiet: string | undefined;
  braked = false;
  #step = 0;
  readonly #readers: ReadonlyMap<string, Reader>;
  readonly #window: number;

  constructor(readers: readonly Reader[], window: number) {
    this.#readers = new Map(readers.map((reader) => [reader.id, reader]));
    this.#window = window;
  }

  note(line: string): void {
    this.trace.push(line);
  }

  begin(worker: string): Invocation {
    const invocation: Invocation = { worker, braked: this.braked, rosters: new Map() };
    this.invocations.push(invocation);
    return invocation;
  }

  rosterAsked(by: Invocation, shard: string): void {
    by.rosters.set(shard, ++this.#step);
  }

  hasLeft(id: string): void {
    this.left.set(id, ++this.#step);
  }

  sendArrives(by: Invocation, address: string, mail: string): Send {
    const id = subscriberId(address);
    const send: Send = { id, by, step: ++this.#step, written: false };
    this.sends.push(send);
    const reader = this.#readers.get(id);
    if (!reader) this.problem(`a mail to ${address}, who is not of this issue`);
    else if (!mail.includes(`List-Unsubscribe: <${reader.link}>`)) this.problem(`the mail to ${address} has not their own link`);
    if (this.quiet !== undefined) this.problem(`a mail to ${address}, though ${this.quiet}`);
    if (by.braked) this.problem(`a mail to ${address}, though the brake was on`);
    const ledger = [...this.ledgers.values()].find(({ entries }) => entries[id]);
    const entry = ledger?.entries[id];
    if (entry?.state !== 'claimed' || ledger?.lease?.worker !== by.worker) this.problem(`${by.worker} sends to ${address} without a claim: ${JSON.stringify(entry)}, lease ${ledger?.lease?.worker}`);
    const left = this.left.get(id);
    // What it has sent of an earlier window was answered before the roster was read for this one.
    const windowBefore = this.sends.some((other) => other.by === by && other.written && left !== undefined && other.step > left);
    if (windowBefore) this.problem(`a mail to ${address}, who had left a window before`);
    if (left !== undefined && left < (by.rosters.get(shardOfId(id)) ?? Infinity)) this.problem(`a mail to ${address}, who had left before the roster was read`);
    return send;
  }

  /** A ledger was written. `now` is the time by the worker's clock. */
  ledgerWritten(by: Invocation, key: string, body: string, now: number): void {
    const next = JSON.parse(body) as Ledger;
    const before = this.ledgers.get(key);
    this.ledgers.set(key, next);
    const counts: { [state in Entry['state']]?: number } = {};
    for (const { state } of Object.values(next.entries)) counts[state] = (counts[state] ?? 0) + 1;
    this.note(`${by.worker} writes ${key} ${JSON.stringify(counts)}${next.lease ? '' : ' and gives it back'}`);
    if ((counts.claimed ?? 0) > this.#window) this.problem(`${counts.claimed} are claimed at once in ${key}`);
    if (next.lease && next.lease.worker !== by.worker) this.problem(`${by.worker} writes ${key} under the lease of ${next.lease.worker}`);
    if (before?.lease && before.lease.worker !== by.worker && Date.parse(before.lease.until) > now) this.problem(`${by.worker} writes ${key} while ${before.lease.worker} holds it`);
    this.#compare(key, before, next);
    this.#settle(by, key, next);
  }

  /** Nobody falls off a ledger, and who is settled stays as they are. */
  #compare(key: string, before: Ledger | undefined, next: Ledger): void {
    for (const [id, entry] of Object.entries(before?.entries ?? {})) {
      const after = next.entries[id];
      const isSettled = entry.state === 'submitted' || entry.state === 'rejected' || entry.state === 'left';
      if (!after) this.problem(`${id} has fallen off ${key}`);
      else if (isSettled && JSON.stringify(after) !== JSON.stringify(entry)) this.problem(`${id} was ${entry.state} and is now ${JSON.stringify(after)} in ${key}`);
    }
  }

  /** What this worker has sent since its last write must stand in this one as it was answered. */
  #settle(by: Invocation, key: string, next: Ledger): void {
    const last = new Map<string, Send>();
    for (const send of this.sends) {
      if (send.by !== by || send.written || !next.entries[send.id]) continue;
      const earlier = last.get(send.id);
      if (earlier && earlier.fate !== 'unsent') this.problem(`${send.id} was submitted to again within one claim, after ${earlier.fate}`);
      send.written = true;
      last.set(send.id, send);
    }
    for (const { id, fate, accepted } of last.values()) {
      const entry = next.entries[id]!;
      const told = fate === 'submitted' ? entry.state === fate && entry.messageId === accepted : fate === 'unsent' ? entry.state === 'planned' || entry.state === 'uncertain' : entry.state === fate;
      if (!told) this.problem(`${id} was ${fate ?? 'not answered'}, and ${key} says ${JSON.stringify(entry)}`);
    }
  }

  problem(what: string): void {
    this.problems.push(what);
    this.note(`PROBLEM: ${what}`);
  }
}
