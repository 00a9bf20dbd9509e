/**
 * Lambda around one function: the Runtime API, one process that the function
 * runs in and that is started when it is first needed, and what becomes of it
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace?: readonly string[];
}

export type Invocation = { readonly payload: unknown } | { readonly error: FunctionError };

export interface RuntimeOptions {
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  /** What Node is to run: modules to import first, and the client. */
  readonly script: string;
  readonly imports?: readonly string[];
  /** All variables of the process but AWS_LAMBDA_RUNTIME_API. */
  readonly env: Readonly<Record<string, string>>;
  /** The time by the clock of the function. */
  readonly now?: () => number;
}

export interface Runtime {
  /** One after the other, as one environment takes them. Never rejects for what the function does. */
  invoke(event: unknown): Promise<Invocation>;
  /** Processes started so far. */
  readonly starts: () => number;
  /** What all of them have written, a line each. */
  readonly lines: () => readonly string[];
  /** Ends the process, as a machine that fails does. */
  kill(): void;
  stop(): Promise<void>;
}

interface Task {
  readonly id: string;
  readonly body: string;
  readonly done: (result: Invocation) => void;
  handedOver?: boolean;
}

export async function startRuntime({ functionArn, timeoutSeconds, script, imports = [], env, now = Date.now }: RuntimeOptions): Promise<Runtime> {
  let child: ChildProcess | undefined;
  let waiting: ServerResponse | undefined;
  let task: Task | undefined;
  let starts = 0;
  let output = '';
  let last: Promise<unknown> = Promise.resolve();

  const server = createServer((incoming, answer) => void serve(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = (incoming.url ?? '').replace('/2018-06-01/runtime', '');
    const said = incoming.method === 'POST' ? await text(incoming) : '';
    const [, id, what] = /^\/invocation\/([\w-]+)\/(response|error)$/.exec(path) ?? [];
    const accepted = (): void => void answer.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (incoming.method === 'GET' && path === '/invocation/next') {
      waiting = answer;
      handOver();
    } else if (incoming.method === 'POST' && path === '/init/error') {
      accepted();
      task?.done({ error: JSON.parse(said) as FunctionError });
    } else if (incoming.method === 'POST' && id !== undefined && id === task?.id) {
      accepted();
      task.done(what === 'response' ? { payload: JSON.parse(said) as unknown } : { error: JSON.parse(said) as FunctionError });
    } else {
      answer.writeHead(400).end('{"errorType":"InvalidRequestID"}');
    }
  }

  function handOver(): void {
    if (!waiting || !task || task.handedOver) return;
    task.handedOver = true;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': task.id,
      'Lambda-Runtime-Deadline-Ms': String(now() + timeoutSeconds * 1000),
      'Lambda-Runtime-Invoked-Function-Arn': functionArn,
      'Lambda-Runtime-Trace-Id': `Root=1-${Math.floor(now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
    });
    waiting.end(task.body);
    waiting = undefined;
  }

  function start(): void {
    starts++;
    const startedFor = task;
    const own = spawn(process.execPath, [...imports.flatMap((module) => ['--import', module]), script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, AWS_LAMBDA_RUNTIME_API: api },
    });
    child = own;
    for (const stream of [own.stdout, own.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    own.once('exit', (code, signal) => {
      if (child !== own) return;
      child = undefined;
      waiting = undefined;
      // It was on its way out since the invocation before.
      if (task && task !== startedFor && !task.handedOver) return start();
      task?.done({ error: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${task.id} Error: Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}` } });
    });
  }

  /** The process is gone for this runtime at once, whatever it still does. */
  function kill(): void {
    const own = child;
    child = undefined;
    waiting = undefined;
    own?.kill('SIGKILL');
  }

  async function run(event: unknown): Promise<Invocation> {
    const id = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<Invocation>((resolve) => {
      task = { id, body: JSON.stringify(event), done: resolve };
      timer = setTimeout(() => {
        kill();
        resolve({ error: { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds` } });
      }, timeoutSeconds * 1000);
      if (!child) start();
      handOver();
    });
    clearTimeout(timer);
    task = undefined;
    return result;
  }

  return {
    invoke(event) {
      const result = last.then(() => run(event));
      last = result;
      return result;
    },
    starts: () => starts,
    lines: () => output.split('\n').filter(Boolean),
    kill() {
      const under = task;
      kill();
      under?.done({ error: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${under.id} Error: Runtime exited with error: signal: killed` } });
    },
    async stop() {
      kill();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
