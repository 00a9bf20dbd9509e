import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { s3Store } from '../../functions/aws/store.ts';
import { testCredentials, testRegion } from './emulator.ts';
import { type Answer, loopback, type Request } from './loopback.ts';

const stops: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function storeOn(answer: (request: Request, before: number) => Answer) {
  const server = await loopback(answer);
  const client = new S3Client({ endpoint: server.url, region: testRegion, credentials: testCredentials, maxAttempts: 3 });
  stops.push(() => client.destroy(), server.stop);
  return { store: s3Store(client, 'bucket'), requests: server.requests };
}

const failed = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>1</RequestId></Error>`,
});
const written: Answer = { status: 200, headers: { etag: '"new"' } };
const holds = (body: string): Answer => ({ status: 200, body, headers: { etag: '"stored"' } });

describe('a write to S3', () => {
  it('carries its condition, and is one request', async () => {
    const { store, requests } = await storeOn(() => written);
    expect(await store.create('a.json', 'body')).toEqual({ kind: 'created', etag: '"new"' });
    expect(await store.replace('a.json', 'body', '"old"')).toEqual({ kind: 'replaced', etag: '"new"' });
    expect(requests.map(({ method, headers }) => [method, headers['if-none-match'], headers['if-match']])).toEqual([
      ['PUT', '*', undefined],
      ['PUT', undefined, '"old"'],
    ]);
  });

  it('takes a 412 at the first attempt for a lost race, without reading', async () => {
    const { store, requests } = await storeOn(() => failed(412, 'PreconditionFailed'));
    expect(await store.create('a.json', 'mine')).toEqual({ kind: 'exists' });
    expect(await store.replace('a.json', 'mine', '"old"')).toEqual({ kind: 'conflict' });
    expect(requests).toHaveLength(2);
  });

  it.each(['create', 'replace'] as const)('knows its own %s again when the answer to the first attempt was lost', async (write) => {
    const { store, requests } = await storeOn(({ method }, before) => {
      if (before === 0) return 'cut';
      return method === 'GET' ? holds('mine') : failed(412, 'PreconditionFailed');
    });
    const result = write === 'create' ? await store.create('a.json', 'mine') : await store.replace('a.json', 'mine', '"old"');
    expect(result).toEqual({ kind: write === 'create' ? 'created' : 'replaced', etag: '"stored"' });
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'GET']);
  });

  it('has lost the race when the object that it meets after a lost answer is of somebody else', async () => {
    const { store } = await storeOn(({ method }, before) => {
      if (before === 0) return failed(500, 'InternalError');
      return method === 'GET' ? holds('theirs') : failed(412, 'PreconditionFailed');
    });
    expect(await store.create('a.json', 'mine')).toEqual({ kind: 'exists' });
  });

  it('remembers a lost answer across a 409', async () => {
    const answers: Answer[] = ['cut', failed(409, 'ConditionalRequestConflict'), failed(412, 'PreconditionFailed'), holds('mine')];
    const { store } = await storeOn((_, before) => answers[before]!);
    expect(await store.create('a.json', 'mine')).toEqual({ kind: 'created', etag: '"stored"' });
  });

  it('tries again after a 409, and gives up after some', { timeout: 30_000 }, async () => {
    const { store, requests } = await storeOn((_, before) => (before < 2 ? failed(409, 'ConditionalRequestConflict') : written));
    expect((await store.create('a.json', 'body')).kind).toBe('created');
    expect(requests).toHaveLength(3);
    const { store: never, requests: all } = await storeOn(() => failed(409, 'ConditionalRequestConflict'));
    await expect(never.create('a.json', 'body')).rejects.toThrow('ConditionalRequestConflict');
    expect(all).toHaveLength(8);
  });

  it('takes a key that is gone for a conflict, and nothing else that is not found', async () => {
    const { store } = await storeOn(() => failed(404, 'NoSuchKey'));
    expect(await store.replace('a.json', 'body', '"old"')).toEqual({ kind: 'conflict' });
    const { store: noBucket } = await storeOn(() => failed(404, 'NoSuchBucket'));
    await expect(noBucket.replace('a.json', 'body', '"old"')).rejects.toThrow('NoSuchBucket');
    await expect(noBucket.get('a.json')).rejects.toThrow('NoSuchBucket');
  });

  it('rejects where access is denied', async () => {
    const { store } = await storeOn(() => failed(403, 'AccessDenied'));
    await expect(store.get('a.json')).rejects.toThrow('AccessDenied');
    await expect(store.create('a.json', '')).rejects.toThrow('AccessDenied');
  });
});

describe('a list of S3', () => {
  it('is asked for page by page', async () => {
    const page = (keys: string[], next?: string): Answer => ({
      status: 200,
      body: `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>bucket</Name><IsTruncated>${next !== undefined}</IsTruncated>${
        next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`
      }${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`,
    });
    const { store, requests } = await storeOn((_, before) => (before === 0 ? page(['items/b', 'items/c'], 'more') : page(['items/d'])));
    const keys: string[] = [];
    for await (const key of store.list('items/', 'items/a')) keys.push(key);
    expect(keys).toEqual(['items/b', 'items/c', 'items/d']);
    expect(requests).toHaveLength(2);
    expect(requests[0]!.url).toContain('start-after=items%2Fa');
    expect(requests[1]!.url).toContain('continuation-token=more');
  });
});
