import { unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { dailyMost } from './answers.ts';
import { Breaks } from './breaks.ts';
import { between } from './dice.ts';
import type { Gate, World } from './gate.ts';
import type { Lane, Message } from './lane.ts';
import { lostAnswers, type RoundPlan, variants } from './plan.ts';
import { faults } from './weather.ts';
import { Witness } from './witness.ts';

/** After so many calls the weather is fine and nothing breaks any more. */
const stormyCalls = 25;
const mostCalls = 200;

/** How long a message is hidden whose worker is gone (cdk/queues.ts). */
const visibilityMs = 360_000;

/**
 * Lambda's event source and the time of day: gives the queue's messages to
 * workers, some of them twice, and where nobody has anything to do lets time
 * pass until a message is seen again.
 */
export class Source {
  readonly witness: Witness;
  readonly #lane: Lane;
  readonly #plan: RoundPlan;
  readonly #world: World;
  readonly #breaks: Breaks;
  readonly #gates = new Set<Gate>();
  readonly #count: (what: string) => void;
  #hand: Message[] = [];
  #hidden: Message[] = [];
  /** What the queues have and nobody has received yet. */
  readonly #queued = { now: 0, later: 0 };
  #calls = 0;
  #short = 0;
  #offset: number;

  constructor(lane: Lane, plan: RoundPlan, count: (what: string) => void) {
    this.#lane = lane;
    this.#plan = plan;
    this.#count = count;
    this.#offset = Date.parse(`${plan.date}T07:05:00.000Z`) - Date.now();
    this.witness = new Witness(plan.readers, variants[plan.variant].window);
    this.#breaks = new Breaks(plan.breaks);
    this.#world = this.#makeWorld();
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  async queue(message: object, times = 1): Promise<void> {
    await this.#lane.queue(Array.from({ length: times }, () => message));
    this.#queued.now += times;
  }

  /** Works until the queue is empty and nothing is hidden. */
  async drain(): Promise<void> {
    do {
      await this.work();
      // At times what a dead worker has under way arrives in the middle of the next one's work.
      if (this.#dice('settle') < 0.5) await this.#settled();
    } while ((await this.#letTimePass()) || (await this.#leftOver()));
  }

  /** Works at what can be seen now. */
  async work(): Promise<void> {
    await Promise.all(Array.from({ length: this.#plan.workers }, () => this.#workOne()));
  }

  /** A day passes, and all that was hidden is seen. */
  async aDayPasses(): Promise<void> {
    await this.#settled();
    await this.#gatherDelayed();
    this.#offset += 25 * 3_600_000;
    this.witness.note('a day passes');
    this.#hand.push(...this.#hidden.splice(0));
  }

  async #settled(): Promise<void> {
    for (const gate of this.#gates) await gate.settled();
  }

  /** What a dead worker has put into the queue at last. */
  async #leftOver(): Promise<boolean> {
    await this.#settled();
    return this.#queued.now > 0 || this.#queued.later > 0;
  }

  async #workOne(): Promise<void> {
    for (;;) {
      if (this.#hand.length === 0 && this.#queued.now > 0) this.#hand.push(...(await this.#receive('now')));
      if (this.#hand.length === 0) return;
      const [message] = this.#hand.splice(Math.floor(this.#dice('which') * this.#hand.length), 1);
      await this.#handle(message!);
    }
  }

  async #handle(message: Message): Promise<void> {
    const { witness } = this;
    const n = ++this.#calls;
    if (n > mostCalls) throw new Error(`round ${this.#plan.number} comes to no end:\n${witness.trace.slice(-40).join('\n')}`);
    if (n > stormyCalls) this.#breaks.struck(true);
    // SQS delivers at least once.
    if (n <= stormyCalls && this.#dice('twice') < (this.#plan.workers === 2 ? 0.2 : 0.05)) this.#hand.push(message);
    const pool = this.#lane.pools[this.#plan.variant];
    const taken = pool.take();
    const worker = await taken;
    this.#gates.add(worker.gate);
    const invocation = witness.begin(`w${n}`);
    witness.note(`w${n} starts on ${message.body}`);
    worker.gate.begin(this.#world, invocation, () => worker.kill());
    const afterMs = this.#breaks.byTime();
    const timer = setTimeout(() => {
      if (afterMs === undefined || this.#breaks.byTime() !== afterMs) return;
      this.#breaks.struck();
      worker.gate.strike();
    }, afterMs);
    const call = { event: { Records: [{ messageId: message.id, body: message.body }] }, awsRequestId: invocation.worker, offset: this.#offset, remainingMs: this.#remaining() };
    const outcome = await worker.call(call);
    clearTimeout(timer);
    worker.gate.end();
    witness.note(`w${n} ${outcome.kind}${'error' in outcome ? ` ${outcome.error}` : ''}${'log' in outcome ? `\n    ${outcome.log.trim()}` : ''}`);
    // Of a run that has failed something may still be under way; Lambda would have frozen it.
    if (outcome.kind === 'threw') worker.kill();
    await pool.giveBack(taken);
    if (outcome.kind === 'threw' && !invocation.broken) witness.problem(`w${n} threw: ${outcome.error}`);
    if (outcome.kind === 'returned') {
      if (JSON.stringify(outcome.value) !== '{"batchItemFailures":[]}') witness.problem(`w${n} returned ${JSON.stringify(outcome.value)}`);
      return;
    }
    // At times the queue has a copy that is seen before the lease has ended.
    const soon = this.#dice('soon') < 0.2;
    this.#hidden.push({ ...message, due: this.now() + (soon ? 1000 * between(this.#dice('how soon'), 1, 60) : visibilityMs) });
  }

  /** Lambda's five minutes, or hardly more than the margin at which deliver stops (`marginMs`), so that it is out of time in the middle. */
  #remaining(): number {
    if (this.#short >= 6 || this.#dice('short') >= 0.12) return 300_000;
    this.#short += 1;
    return 20_000 + between(this.#dice('how short'), 1, 80);
  }

  /** Moves the time on to when the next message is seen; false where there is none. */
  async #letTimePass(): Promise<boolean> {
    await this.#gatherDelayed();
    if (this.#hidden.length === 0) return false;
    const next = Math.min(...this.#hidden.map(({ due }) => due));
    this.#offset += Math.max(0, next - this.now()) + 1;
    const seen = this.#hidden.filter(({ due }) => due <= this.now());
    this.#hidden = this.#hidden.filter((message) => !seen.includes(message));
    this.#hand.push(...seen);
    this.witness.note(`${new Date(this.now()).toISOString()}: ${seen.length} messages are seen again`);
    return true;
  }

  async #gatherDelayed(): Promise<void> {
    while (this.#queued.later > 0) this.#hidden.push(...(await this.#receive('later')));
  }

  async #receive(queue: 'now' | 'later'): Promise<Message[]> {
    const received = await this.#lane.receive(queue === 'now' ? this.#lane.queueUrl : this.#lane.laterUrl);
    this.#queued[queue] -= received.length;
    return received;
  }

  /** A die for each question and call. */
  #dice(question: string): number {
    return this.#plan.dice(question, this.#calls, this.#hidden.length);
  }

  #makeWorld(): World {
    const { dice, weather, rejects, leaves } = this.#plan;
    const draw = faults(dice, weather, { lost: lostAnswers(this.#plan), rejects });
    const calm = faults(dice, { send: 0, store: 0, queue: 0 }, { lost: 0, rejects });
    let asked = 0;
    let requests = 0;
    return {
      target: this.#lane.target,
      bucket: this.#lane.bucket,
      laterUrl: this.#lane.laterUrl,
      writes: this.#lane.writes,
      witness: this.witness,
      breaks: this.#breaks,
      dice,
      rejects,
      fault: (request, of) => (this.#calls > stormyCalls ? calm : draw)(request, of),
      sentToday: () => {
        const roll = this.#calls > stormyCalls ? 1 : dice('quota', asked++);
        return roll < 0.03 ? dailyMost : roll < 0.06 ? dailyMost - 3 : 0;
      },
      now: () => this.now(),
      meanwhile: async () => {
        const id = leaves.get(++requests);
        if (id === undefined) return;
        const ports = { store: this.#lane.store, clock: () => new Date(this.now()), log: () => undefined, nonce: () => crypto.randomUUID() };
        await unsubscribe(ports, id);
        this.witness.hasLeft(id);
        this.witness.note(`${id} leaves`);
      },
      queued: (count, later) => (this.#queued[later ? 'later' : 'now'] += count),
      count: this.#count,
    };
  }
}
