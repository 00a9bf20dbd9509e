import { afterAll, describe, expect, it } from 'vitest';
import { makeParser, type Parser, type ParserOptions } from '../../functions/collect/parser.ts';

const parsers: Parser[] = [];
afterAll(() => Promise.all(parsers.map((parser) => parser.close())));

/** The thread that the command line uses; its start takes a moment, and is not counted. */
function open(options: Partial<ParserOptions> = {}, script = '../../cli/parse-worker.js'): Parser {
  const parser = makeParser({ script: new URL(script, import.meta.url), ...options });
  parsers.push(parser);
  return parser;
}
const document = (text: string) => ({ body: Buffer.from(text), contentType: undefined, url: 'https://example.org/feed' });
const feed = (title: string) => document(`<rss version="2.0"><channel><item><title>${title}</title></item></channel></rss>`);
const read = (title: string) => ({ kind: 'feed', format: 'RSS', title, items: [] });
const titles = async (parser: Parser, title: string) => {
  const parsed = await parser.parse(feed(title));
  return parsed.kind === 'feed' ? parsed.items.map((item) => item.title) : parsed;
};

describe('the thread in which documents are parsed', { timeout: 60_000 }, () => {
  it('gives what parsing gives', async () => {
    const parser = open();
    expect(await titles(parser, 'A')).toEqual(['A']);
    expect(await parser.parse(document('<!doctype html><html></html>'))).toEqual({ kind: 'not-a-feed', detail: 'an HTML page, not a feed' });
  });

  it('is stopped where a document takes too long, and the others get their turn', async () => {
    const parser = open({ timeoutMs: 300 }, './stuck-worker.js');
    const all = await Promise.all(['before', 'stuck', 'stuck', 'after'].map((text) => parser.parse(document(text))));
    const stopped = { kind: 'failed', reason: 'too-slow-to-parse', detail: 'it could not be read within 0.3 seconds: it is broken, or made to stop readers' };
    expect(all).toEqual([read('before'), stopped, stopped, read('after')]);
  });

  it('is stopped where a document takes too much memory, and the others get their turn', async () => {
    const parser = open({ heapMegabytes: 24 }, './stuck-worker.js');
    const all = await Promise.all(['before', 'greedy', 'after', 'greedy', 'last'].map((text) => parser.parse(document(text))));
    const stopped = { kind: 'failed', reason: 'too-much-memory', detail: 'it could not be read within 24 MB of memory: it is broken, or made to stop readers' };
    expect(all).toEqual([read('before'), stopped, read('after'), stopped, read('last')]);
  });

  it('that fails or ends by itself fails its document, and the others get their turn', async () => {
    const parser = open({}, './stuck-worker.js');
    const all = await Promise.all(['exit', 'throw', 'after'].map((text) => parser.parse(document(text))));
    expect(all).toEqual([
      { kind: 'failed', reason: 'internal', detail: 'reading it failed: Error: the thread ended with code 3' },
      { kind: 'failed', reason: 'internal', detail: 'reading it failed: Error: a bug' },
      read('after'),
    ]);
  });

  it('that ends after its answer is replaced', async () => {
    const parser = open({}, './stuck-worker.js');
    expect(await parser.parse(document('dies later'))).toEqual(read('dies later'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await parser.parse(document('after'))).toEqual(read('after'));
  });

  it('is stopped though garbage is collected meanwhile', async () => {
    const parser = open({ timeoutMs: 1500 }, './stuck-worker.js');
    let waste: unknown[] = [];
    const wasting = setInterval(() => (waste = Array.from({ length: 200_000 }, (_, n) => ({ n }))), 20);
    expect(await parser.parse(document('stuck'))).toMatchObject({ reason: 'too-slow-to-parse' });
    clearInterval(wasting);
    expect(waste.length).toBeGreaterThan(0);
  });

  it('that does not start fails each document, and hangs none', async () => {
    const parser = open({}, './no-such-file.js');
    expect(await Promise.all([parser.parse(feed('A')), parser.parse(feed('B'))])).toMatchObject([{ kind: 'failed', reason: 'internal' }, { kind: 'failed', reason: 'internal' }]);
  });
});
