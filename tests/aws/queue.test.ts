import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { sqsQueue } from '../../functions/aws/queue.ts';
import { startEmulator, testCredentials, testRegion } from './emulator.ts';
import { type Answer, loopback } from './loopback.ts';

const stops: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const clientOf = (endpoint: string): SQSClient => {
  const client = new SQSClient({ endpoint, region: testRegion, credentials: testCredentials });
  stops.push(() => client.destroy());
  return client;
};
const shards = (count: number) => Array.from({ length: count }, (_, index) => ({ date: '2026-03-01', shard: index.toString(16).padStart(2, '0') }));

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

describe('a queue whose batches fail in part', () => {
  /** An SQS that refuses what `refuses` says, by the number of requests before. */
  async function queueThat(refuses: (entry: Entry, before: number) => boolean) {
    const taken: string[] = [];
    const server = await loopback(({ body }, before): Answer => {
      const { Entries } = JSON.parse(body) as { Entries: Entry[] };
      const failed = Entries.filter((entry) => refuses(entry, before));
      const good = Entries.filter((entry) => !failed.includes(entry));
      taken.push(...good.map(({ MessageBody }) => MessageBody));
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({
          Successful: good.map(({ Id }) => ({ Id, MessageId: Id })),
          Failed: failed.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError', Message: 'try again' })),
        }),
      };
    });
    stops.push(server.stop);
    const client = new SQSClient({ endpoint: server.url, region: testRegion, credentials: testCredentials, md5: false });
    stops.push(() => client.destroy());
    return { queue: sqsQueue(client, `${server.url}/1/queue`), requests: server.requests, taken };
  }

  it('gets the rest again, and no message twice', async () => {
    const { queue, requests, taken } = await queueThat(({ Id }, before) => before === 0 && Number(Id) % 3 === 0);
    await queue.send(shards(10));
    expect(requests).toHaveLength(2);
    expect(taken.toSorted()).toEqual(shards(10).map((shard) => JSON.stringify(shard)).toSorted());
  });

  it('rejects when some are refused every time', async () => {
    const { queue, requests } = await queueThat(({ MessageBody }) => MessageBody.includes('"03"'));
    await expect(queue.send(shards(10))).rejects.toThrow('SQS refuses 1 of 10 messages: InternalError: try again');
    expect(requests).toHaveLength(4);
  });

  it('is not asked for nothing', async () => {
    const { queue, requests } = await queueThat(() => false);
    await queue.send([]);
    expect(requests).toHaveLength(0);
  });
});

const started = await startEmulator();
describe('SQS in the emulator', () => {
  if (started.kind === 'missing') return void it.skip(`is not tested: ${started.why}`, () => {});
  const { emulator } = started;
  afterAll(() => emulator.stop());

  it('takes all 256 shards', { timeout: 60_000 }, async () => {
    const client = clientOf(emulator.url);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'shards' }));
    await sqsQueue(client, QueueUrl!).send(shards(256));
    const received: unknown[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
      if (Messages.length === 0) break;
      received.push(...Messages.map(({ Body }) => JSON.parse(Body!) as unknown));
    }
    expect(received).toHaveLength(256);
    expect(received).toEqual(expect.arrayContaining(shards(256)));
  });
});
