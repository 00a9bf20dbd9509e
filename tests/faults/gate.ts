import type { Brake } from '../../functions/deliver/brake.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answers, leftOut, quotaAnswer } from './answers.ts';
import { type Breaks, isLedger, type Moment } from './breaks.ts';
import { between, type Dice } from './dice.ts';
import type { Asked, Fault } from './weather.ts';
import { type Answer, askedOf, forward, readRequest, reply, toAnswer, type Wired } from './wire.ts';
import type { Invocation, Send, Witness } from './witness.ts';

/** Where a worker's requests of one round end up. */
export interface World {
  /** The emulator. */
  readonly target: string;
  readonly bucket: string;
  /** Takes the messages that are not to be seen at once. */
  readonly laterUrl: string;
  /** One write at a time: tests/aws/one-write-at-a-time.ts says why. */
  readonly writes: <T>(work: () => Promise<T>) => Promise<T>;
  readonly witness: Witness;
  readonly breaks: Breaks;
  readonly dice: Dice;
  /** Addresses that SES refuses. */
  readonly rejects: ReadonlySet<string>;
  fault(asked: Asked, of: string): Fault | undefined;
  /** Mails that the account has sent today, by what SES says. */
  sentToday(): number;
  /** The time by the workers' clocks. */
  now(): number;
  /** Happens before a request goes on. */
  meanwhile(): Promise<void>;
  /** So many messages went to the queue, or to the one that is looked at later. */
  queued(count: number, later: boolean): void;
  count(what: string): void;
}

/** One call of the handler, as its requests see it. */
interface Run {
  readonly world: World;
  readonly invocation: Invocation;
  readonly kill: () => void;
  /** Killed, or at its end. */
  dead: boolean;
  outage?: 'store' | 'queue';
}

/**
 * What one worker takes for AWS: the emulator, behind faults of the network and
 * of AWS itself, and the places at which the worker dies. Each process has one
 * of its own, so that it is known who asks.
 */
export class Gate {
  readonly url: string;
  readonly #server;
  readonly #open = new Set<Promise<void>>();
  #run: Run | undefined;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (incoming, outgoing) => {
      const handled = this.#handle(incoming, outgoing).catch((error: unknown) => {
        this.#run?.world.witness.problem(`the gate fails: ${String(error)}`);
        incoming.socket.destroy();
      });
      this.#open.add(handled);
      void handled.then(() => this.#open.delete(handled));
    });
  }

  static async open(): Promise<Gate> {
    // A connection closed for idleness would be a fault that nobody has drawn.
    const server = createServer({ keepAliveTimeout: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Gate(server);
  }

  /** From now on its requests are of that call; `kill` kills the process. */
  begin(world: World, invocation: Invocation, kill: () => void): void {
    this.#run = { world, invocation, kill, dead: false };
  }

  /** The worker dies now. */
  strike(): void {
    if (this.#run) die(this.#run);
  }

  /** The call has ended: what its process may ask from now on is of no call. */
  end(): void {
    if (this.#run) this.#run.dead = true;
  }

  /** When all that was asked is done or dropped, also what a dead worker has left under way. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const wired = await readRequest(incoming);
    const run = this.#run;
    if (!wired || !run || run.dead) return void incoming.socket.destroy();
    const { world, invocation } = run;
    const asked = askedOf(wired, world.bucket);
    const send = asked.kind === 'send' ? world.witness.sendArrives(invocation, asked.address, asked.mail) : undefined;
    await world.meanwhile();
    if (isDropped(run)) return;
    const due = world.breaks.at(asked);
    const moment = due?.kind === 'killed' ? due.moment : undefined;
    if (due && due.kind !== 'killed') befalls(run, due.kind);
    if (due?.kind === 'outage') run.outage = due.at;
    if (moment === 'before' || moment === 'late') {
      die(run, asked, moment);
      if (moment === 'before') return;
      await sleep(between(world.dice('late', invocation.worker), 1, 60));
    }
    const fault = moment === 'late' || moment === 'after' ? undefined : (breakFault(run, asked, due?.kind) ?? world.fault(asked, invocation.worker));
    if (fault) world.count(fault.name);
    const answer = fault && !fault.done ? undefined : await carryOut(run, asked, wired, send, fault);
    if (moment === 'after') die(run, asked, moment);
    if (run.dead) return;
    if (send) send.fate = fault?.fate ?? 'submitted';
    const said = fault ? fault.said : 'as it is';
    if (said === undefined) incoming.socket.destroy();
    else if (said === 'as it is') await reply(outgoing, answer!, due?.kind === 'torn');
    else await reply(outgoing, toAnswer(said), said.torn);
    if (moment === 'answered') die(run, asked, moment);
  }
}

function die(run: Run, asked?: Asked, moment?: Moment): void {
  if (run.dead) return;
  run.dead = true;
  run.invocation.broken = 'killed';
  const where = asked ? `${asked.kind} ${'key' in asked ? asked.key : 'address' in asked ? asked.address : ''}, ${moment}` : 'by the clock';
  run.world.witness.note(`${run.invocation.worker} is killed: ${where}`);
  run.world.count('kills');
  run.kill();
}

function befalls(run: Run, kind: 'lost-race' | 'outage' | 'torn'): void {
  run.invocation.broken ??= kind;
  run.world.witness.note(`${run.invocation.worker} meets ${kind}`);
  run.world.count(kind);
}

/** Of what a dead worker had asked and nobody had seen yet, some gets through. */
const isDropped = ({ dead, world, invocation }: Run): boolean => dead && world.dice('dropped', invocation.worker) < 0.5;

function breakFault({ outage }: Run, asked: Asked, kind: 'killed' | 'lost-race' | 'outage' | 'torn' | undefined): Fault | undefined {
  if (kind === 'lost-race') return { name: 'S3 write: a lost race that was none', done: false, said: answers.s3Unmet };
  if (outage === 'store' && (asked.kind === 'put' || asked.kind === 'get')) return { name: 'S3: outage', done: false, said: answers.slowDown };
  if (outage === 'queue' && asked.kind === 'queue') return { name: 'SQS: outage', done: false, said: answers.sqsFailure };
  return kind === 'torn' ? { name: 'S3 read: torn', done: true, said: 'as it is' } : undefined;
}

/** What was asked is done, and what came of it written down. */
async function carryOut(run: Run, asked: Asked, wired: Wired, send: Send | undefined, fault: Fault | undefined): Promise<Answer> {
  const { world, invocation } = run;
  const { target, witness } = world;
  switch (asked.kind) {
    case 'quota':
      return toAnswer(quotaAnswer(world.sentToday()));
    case 'get': {
      const shard = /^subscribers\/(..)\.json$/.exec(asked.key)?.[1];
      if (shard !== undefined) witness.rosterAsked(invocation, shard);
      return forward(target, wired);
    }
    case 'put':
      return world.writes(async () => {
        const answer = await forward(target, wired);
        if (answer.status === 200 && asked.key.endsWith('/brake.json')) witness.braked = (JSON.parse(wired.body.toString()) as Brake).kind === 'rejections';
        if (answer.status === 200 && isLedger(asked.key)) witness.ledgerWritten(invocation, asked.key, wired.body.toString(), world.now());
        return answer;
      });
    case 'send': {
      if (world.rejects.has(asked.address)) return toAnswer(answers.rejected);
      const answer = await forward(target, wired);
      const accepted = /<MessageId>([^<]+)</.exec(String(answer.body))?.[1];
      if (accepted === undefined) throw new Error(`the emulator takes no mail: ${answer.status} ${String(answer.body)}`);
      send!.accepted = accepted;
      return answer;
    }
    case 'queue':
      return queued(world, wired, fault?.butFirst ?? false);
  }
}

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number }[];
}

/** Queues a batch; what is to be seen later goes to the queue that is looked at when time passes. */
async function queued(world: World, wired: Wired, butFirst: boolean): Promise<Answer> {
  const { QueueUrl, Entries } = JSON.parse(String(wired.body)) as Batch;
  const delay = Entries[0]?.DelaySeconds ?? 0;
  const due = { DataType: 'Number', StringValue: String(world.now() + delay * 1000) };
  const taken = Entries.slice(butFirst ? 1 : 0).map(({ Id, MessageBody }) => ({ Id, MessageBody, MessageAttributes: { due } }));
  world.witness.note(`queued${delay ? ` for in ${delay} s` : ''}: ${Entries.map(({ MessageBody }) => MessageBody).join(' ')}`);
  if (taken.length === 0) return toAnswer(leftOut(Entries[0]!.Id, []));
  const body = Buffer.from(JSON.stringify({ QueueUrl: delay > 0 ? world.laterUrl : QueueUrl, Entries: taken }));
  const answer = await forward(world.target, { ...wired, path: '/', body });
  if (answer.status !== 200) throw new Error(`the emulator queues nothing: ${answer.status} ${String(answer.body)}`);
  world.queued(taken.length, delay > 0);
  if (!butFirst) return answer;
  return toAnswer(leftOut(Entries[0]!.Id, (JSON.parse(String(answer.body)) as { Successful: unknown[] }).Successful));
}
