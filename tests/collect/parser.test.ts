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
    const parser = open({ timeoutMs: 300 });
    const hostile = document(`<rss><channel>${`<item><title>${'<b>'.repeat(1000)}</title></item>`.repeat(3000)}`);
    const all = await Promise.all([titles(parser, 'before'), parser.parse(hostile), parser.parse(hostile), titles(parser, 'after')]);
    const stopped = { kind: 'failed', reason: 'too-slow-to-parse', detail: 'it could not be read within 0.3 seconds: it is broken, or made to stop readers' };
    expect(all).toEqual([['before'], stopped, stopped, ['after']]);
  });

  it('is stopped where a document takes too much memory, and the others get their turn', async () => {
    const parser = open({ heapMegabytes: 24, timeoutMs: 50_000 });
    const hostile = document(`[${'{"a":1},'.repeat(1_200_000)}0]`);
    const all = await Promise.all([titles(parser, 'before'), parser.parse(hostile), titles(parser, 'after')]);
    expect(all).toMatchObject([['before'], { kind: 'failed', reason: 'too-much-memory' }, ['after']]);
  });

  it('that does not start fails each document, and hangs none', async () => {
    const parser = open({}, './no-such-file.js');
    expect(await Promise.all([parser.parse(feed('A')), parser.parse(feed('B'))])).toMatchObject([{ kind: 'failed', reason: 'internal' }, { kind: 'failed', reason: 'internal' }]);
  });
});
