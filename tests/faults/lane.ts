import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, PurgeQueueCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { s3Store } from '../../functions/aws/store.ts';
import type { Store } from '../../functions/ports.ts';
import { testCredentials, testRegion } from '../aws/emulator.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Variant } from './plan.ts';
import { Pool } from './process.ts';

/** A message that the queue has given out. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** When it was to be seen, by the workers' clocks. */
  readonly due: number;
}

export interface LaneOptions {
  readonly target: string;
  readonly name: string;
  readonly script: string;
  readonly codes: Readonly<{ [variant in Variant]: string }>;
}

/** Longer than any round: when a message is seen again, or never, the test says. */
const hiddenSeconds = 43_200;

/** A bucket, queues and processes for one round after the other. */
export class Lane {
  readonly target: string;
  readonly bucket: string;
  readonly queueUrl: string;
  readonly laterUrl: string;
  readonly store: Store;
  readonly pools: Readonly<{ [variant in Variant]: Pool }>;
  readonly writes = oneAtATime();
  readonly #s3: S3Client;
  readonly #sqs: SQSClient;

  private constructor({ target, name, script, codes }: LaneOptions, clients: { s3: S3Client; sqs: SQSClient }, urls: readonly [string, string]) {
    this.target = target;
    this.bucket = name;
    [this.queueUrl, this.laterUrl] = urls;
    this.#s3 = clients.s3;
    this.#sqs = clients.sqs;
    this.store = s3Store(this.#s3, name);
    const pool = (variant: Variant) => new Pool({ target, script, code: codes[variant], bucket: name, queueUrl: this.queueUrl });
    this.pools = { plain: pool('plain'), canary: pool('canary'), skip: pool('skip') };
  }

  static async open(options: LaneOptions): Promise<Lane> {
    const aws = { endpoint: options.target, region: testRegion, credentials: testCredentials };
    const clients = { s3: new S3Client(aws), sqs: new SQSClient(aws) };
    await clients.s3.send(new CreateBucketCommand({ Bucket: options.name, CreateBucketConfiguration: { LocationConstraint: testRegion } }));
    const queue = async (name: string) => (await clients.sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl!;
    return new Lane(options, clients, [await queue(options.name), await queue(`${options.name}-later`)]);
  }

  async put(key: string, value: string | object): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: typeof value === 'string' ? value : JSON.stringify(value) }));
  }

  async queue(messages: readonly object[]): Promise<void> {
    await this.#sqs.send(new SendMessageBatchCommand({ QueueUrl: this.queueUrl, Entries: messages.map((message, n) => ({ Id: String(n), MessageBody: JSON.stringify(message) })) }));
  }

  async receive(queueUrl: string): Promise<Message[]> {
    const { Messages = [] } = await this.#sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds, MessageAttributeNames: ['due'] }));
    return Messages.map(({ MessageId, Body, MessageAttributes }) => ({
      id: MessageId!,
      body: Body!,
      due: Number(MessageAttributes?.['due']?.StringValue ?? 0),
    }));
  }

  /** Deletes what a round has done with: its messages, and the objects that the next round would read. */
  async purge(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.#s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }))));
    for (const url of [this.queueUrl, this.laterUrl]) await this.#sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  }

  async stop(): Promise<void> {
    for (const pool of Object.values(this.pools)) await pool.stop();
    this.#s3.destroy();
    this.#sqs.destroy();
  }
}
