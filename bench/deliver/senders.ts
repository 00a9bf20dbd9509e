/** Senders to compare, each a process of its own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { said } from '../said.ts';

/** One message as SES gets it, and what it is made of. */
export interface Message {
  readonly from: string;
  readonly to: string;
  /** Latin-1, so that it keeps its bytes. */
  readonly raw: string;
  readonly html: string;
  readonly text: string;
}

export interface Cost {
  /** User and system time. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMb: number;
}

export type ToSender = { readonly bodies: readonly string[] } | { readonly message: Message };
export type FromSender = { readonly kind: 'ready' } | { readonly kind: 'cost'; readonly cost: Cost };

export interface Sender {
  /** Has it work, and yields what that cost. */
  work(what: ToSender): Promise<Cost>;
  close(): void;
}

/** Starts a sender on the services at `url`; the arguments are those of sender.ts. */
export async function startSender(url: string, ...args: string[]): Promise<Sender> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', NODE_NO_WARNINGS: '1',
    BUCKET: 'bench', QUEUE_URL: `${url}/1/shards`, RATE_SHARE: '1', STACK: 'Bench',
  };
  // What the handler logs is not looked at.
  const child = fork(fileURLToPath(new URL('sender.ts', import.meta.url)), args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await said<FromSender>(child, 'the sender');
  return {
    async work(what) {
      const answer = said<FromSender>(child, 'the sender');
      child.send(what);
      const message = await answer;
      if (message.kind !== 'cost') throw new Error('the sender lost count');
      return message.cost;
    },
    close: () => child.disconnect(),
  };
}
