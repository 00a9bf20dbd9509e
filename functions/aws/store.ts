import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, HeadObjectCommand, paginateListObjectsV2, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Store, Stored, Tagged } from '../ports.ts';
import { forgetPast } from './past-versions.ts';

/** Tries of one write that S3 answers with 409; with the waits below they span about 5 seconds. */
const conflictTries = 8;

/**
 * The Store on an S3 bucket, by its conditional writes
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 * One request an operation, one for each 1,000 keys of a list, one more for
 * what has changed, and two for each 1,000 versions to forget.
 *
 * A write whose answer was lost and that the SDK sent again meets its own first
 * try as a 412. It is told from a lost race by reading the object: if the body
 * is this writer's, byte for byte, the write was ours. Where somebody has
 * replaced it since, that can't be seen any more and the answer is `exists` or
 * `conflict`: the caller reads again and finds its change already in.
 *
 * Rejects with the SDK's error for everything else, such as denied access.
 */
export function s3Store(client: S3Client, bucket: string): Store {
  async function get(key: string): Promise<Stored | undefined> {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { body: (await Body?.transformToString('utf-8')) ?? '', etag: ETag! };
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  /** By HEAD: of the 304 of a conditional GET the SDK makes an error, at a third more CPU. */
  async function isStill(key: string, etag: string): Promise<boolean> {
    try {
      return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ETag === etag;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
      throw error;
    }
  }

  /** The etag of what was written, or undefined where the condition did not hold. */
  async function write(
    key: string,
    body: string,
    contentType: string,
    condition: { IfNoneMatch: '*' } | { IfMatch: string },
  ): Promise<string | undefined> {
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body), ContentType: contentType, ...condition });
    let answerLost = false;
    for (let tries = 1; ; tries++) {
      try {
        return (await client.send(command)).ETag!;
      } catch (error) {
        if (!(error instanceof S3ServiceException)) throw error;
        answerLost ||= (error.$metadata.attempts ?? 1) > 1;
        const status = error.$metadata.httpStatusCode;
        const gone = status === 404 && error.name === 'NoSuchKey' && 'IfMatch' in condition;
        if (status === 412 || gone) {
          const stored = answerLost ? await get(key) : undefined;
          return stored?.body === body ? stored.etag : undefined;
        }
        // Somebody writes the key at this moment: which of us is first is not decided yet.
        const undecided = status === 409 && error.name === 'ConditionalRequestConflict';
        if (!undecided || tries === conflictTries) throw error;
        await sleep(Math.random() * Math.min(1000, 25 * 2 ** tries));
      }
    }
  }

  async function* listTagged(prefix: string, after?: string): AsyncGenerator<Tagged> {
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, ...(after !== undefined && { StartAfter: after }) });
    for await (const page of pages) {
      for (const { Key, ETag } of page.Contents ?? []) yield { key: Key!, etag: ETag! };
    }
  }

  return {
    get,
    getIfChanged: async (key, etag) => ((await isStill(key, etag)) ? 'unchanged' : get(key)),
    async create(key, body, contentType = 'application/json') {
      const etag = await write(key, body, contentType, { IfNoneMatch: '*' });
      return etag === undefined ? { kind: 'exists' } : { kind: 'created', etag };
    },
    async replace(key, body, etag) {
      const written = await write(key, body, 'application/json', { IfMatch: etag });
      return written === undefined ? { kind: 'conflict' } : { kind: 'replaced', etag: written };
    },
    async *list(prefix, after) {
      for await (const { key } of listTagged(prefix, after)) yield key;
    },
    listTagged,
    forgetPast: (key) => forgetPast(client, bucket, key),
  };
}
