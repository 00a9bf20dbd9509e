/** S3, SES and SQS on loopback, in a process of their own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { said } from '../said.ts';

/** What was asked since the bucket was filled; SQS's receiving and deleting included, which Lambda does. */
export interface Counts {
  get: number;
  /** PUT and LIST have one price. */
  put: number;
  sqs: number;
  mails: number;
  mailBytes: number;
}

export type ToAws =
  | { readonly kind: 'fill'; readonly subscribers: number; readonly objects: Readonly<Record<string, string>> }
  | { readonly kind: 'take' }
  | { readonly kind: 'counts' };
export type FromAws =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'filled' }
  | { readonly kind: 'taken'; readonly bodies: readonly string[] }
  | { readonly kind: 'counts'; readonly counts: Counts };

export interface Aws {
  readonly url: string;
  /** A new bucket with those objects and so many subscribers; counts from zero. */
  fill(subscribers: number, objects: Readonly<Record<string, string>>): Promise<void>;
  /** Messages that were queued since. */
  take(): Promise<readonly string[]>;
  counts(): Promise<Counts>;
  close(): void;
}

export async function startAws(): Promise<Aws> {
  const child = fork(fileURLToPath(new URL('aws-server.ts', import.meta.url)), { execArgv: ['--import', 'tsx', '--max-old-space-size=4096'] });
  const ask = <Kind extends FromAws['kind']>(kind: Kind, message?: ToAws): Promise<Extract<FromAws, { kind: Kind }>> => {
    const answer = said<FromAws>(child, 'the server');
    if (message) child.send(message);
    return answer.then((given) => {
      if (given.kind !== kind) throw new Error(`the server said ${given.kind} and not ${kind}`);
      return given as Extract<FromAws, { kind: Kind }>;
    });
  };
  const { port } = await ask('ready');
  return {
    url: `http://127.0.0.1:${port}`,
    fill: async (subscribers, objects) => void (await ask('filled', { kind: 'fill', subscribers, objects })),
    take: async () => (await ask('taken', { kind: 'take' })).bodies,
    counts: async () => (await ask('counts', { kind: 'counts' })).counts,
    close: () => child.disconnect(),
  };
}
