import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { emulatorEnv } from '../aws/emulator.ts';
import { Gate } from './gate.ts';
import type { Call, Said } from './worker.ts';

/** What became of one call of the handler. */
export type Outcome = Exclude<Said, { readonly kind: 'loaded' }> | { readonly kind: 'died' };

export interface ProcessOptions {
  readonly target: string;
  /** worker.ts as plain node runs it. */
  readonly script: string;
  /** The bundle of deliver. */
  readonly code: string;
  readonly bucket: string;
  readonly queueUrl: string;
}

/** A function's process and its gate to AWS. It can be called again and again, one call at a time, until it is killed. */
export class WorkerProcess {
  readonly gate: Gate;
  readonly #child: ChildProcess;
  readonly #loaded: Promise<unknown>;
  readonly #gone: Promise<unknown>;
  #stderr = '';

  private constructor(gate: Gate, child: ChildProcess) {
    this.gate = gate;
    this.#child = child;
    this.#gone = once(child, 'exit');
    this.#loaded = Promise.race([once(child, 'message'), this.#gone]);
    child.stderr!.on('data', (bytes: Buffer) => (this.#stderr = (this.#stderr + String(bytes)).slice(-2000)));
  }

  static async start({ target, script, code, bucket, queueUrl }: ProcessOptions): Promise<WorkerProcess> {
    const gate = await Gate.open();
    const env = {
      PATH: process.env['PATH'],
      ...emulatorEnv(gate.url),
      BUCKET: bucket,
      // The SDK takes the address of the queue for where SQS is.
      QUEUE_URL: queueUrl.replace(target, gate.url),
      RATE_SHARE: '0.2',
      STACK: 'Faults',
    };
    // One thread: these processes are short-lived, and compiling beside them costs more than it gains.
    return new WorkerProcess(gate, fork(script, [code], { env, execArgv: ['--no-warnings', '--single-threaded'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && !this.#child.killed;
  }

  /** Calls the handler. Throws where the process ends and nobody has killed it. */
  async call(call: Call): Promise<Outcome> {
    await this.#loaded;
    const said = once(this.#child, 'message').then(([message]) => message as Outcome);
    if (this.isAlive) this.#child.send(call);
    const outcome = await Promise.race([said, this.#gone.then((): Outcome => ({ kind: 'died' }))]);
    if (outcome.kind === 'died' && !this.#child.killed) throw new Error(`a worker's process ended: ${this.#stderr}`);
    // What it said as it was killed nobody has heard.
    return this.#child.killed ? this.#gone.then((): Outcome => ({ kind: 'died' })) : outcome;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.#gone;
    await this.gate.stop();
  }
}

/** Processes of one bundle that wait for work: a killed one is made up for before it is missed. */
export class Pool {
  readonly #options: ProcessOptions;
  readonly #idle: Promise<WorkerProcess>[] = [];
  readonly #all = new Set<Promise<WorkerProcess>>();
  started = 0;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  take(): Promise<WorkerProcess> {
    return this.#idle.shift() ?? this.#start();
  }

  /** Takes it back; in place of a dead one another is started. */
  async giveBack(worker: Promise<WorkerProcess>): Promise<void> {
    const process = await worker;
    if (process.isAlive) return void this.#idle.push(worker);
    this.#idle.push(this.#start());
    this.#all.delete(worker);
    await process.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map(async (worker) => (await worker).stop()));
  }

  #start(): Promise<WorkerProcess> {
    this.started += 1;
    const worker = WorkerProcess.start(this.#options);
    this.#all.add(worker);
    return worker;
  }
}
