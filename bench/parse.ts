/**
 * How fast documents are parsed: by ours (bytes to normalised and sanitised items)
 * beside feedsmith and rss-parser, which take text and leave markup as it is.
 * Run: npx tsx bench/parse.ts [ROUNDS] (default 7)
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseFeed as feedsmith } from 'feedsmith';
import RssParser from 'rss-parser';
import { parseFeed } from '../functions/collect/parse.ts';
import { feedDocument, formats, mixedDocument, type FeedDocument } from './feed-documents.ts';

interface Document {
  readonly name: string;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
}
interface Corpus {
  readonly name: string;
  readonly documents: readonly Document[];
}
interface Parser {
  readonly name: string;
  /** The items in it; rejects where it is none that this parser reads. */
  items(document: Document): Promise<number>;
}

const text = ({ body }: Document): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');

const parsers: readonly Parser[] = [
  {
    name: 'dawnpost',
    async items({ body, contentType }) {
      const parsed = await parseFeed({ body, contentType, url: 'https://feeds.example.org/feed.xml' });
      if (parsed.kind !== 'feed') throw new Error(parsed.detail);
      return parsed.items.length;
    },
  },
  {
    name: 'feedsmith',
    // Within a promise, as it throws.
    items: (document) => new Promise((resolve) => {
      const { feed } = feedsmith(text(document));
      resolve(('entries' in feed ? feed.entries : (feed as { items?: unknown[] }).items)?.length ?? 0);
    }),
  },
  {
    name: 'rss-parser',
    items: async (document) => (await new RssParser().parseString(text(document))).items.length,
  },
];

const made = (name: string, documents: readonly FeedDocument[]): Corpus => ({
  name,
  documents: documents.map(({ body, contentType }, n) => ({ name: `${name} ${n}`, body: Buffer.from(body), contentType })),
});

const few = Array.from({ length: 12 }, (_, n) => n);
const cases = fileURLToPath(new URL('../tests/cases/feeds', import.meta.url));

const corpora: readonly Corpus[] = [
  ...formats.map((format) => made(format, few.map((seed) => feedDocument(seed, format, { items: 25, paragraphs: format === 'rss-short' ? 1 : 3 })))),
  made('mixed', Array.from({ length: 60 }, (_, n) => mixedDocument(n))),
  made('large', few.slice(0, 3).map((seed) => feedDocument(seed, 'rss-full', { items: 100, paragraphs: 12 }))),
  made('tiny', few.map((seed) => feedDocument(seed, 'rss-full', { items: 3, paragraphs: 1 }))),
  {
    name: 'test cases',
    documents: readdirSync(cases, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?:^|\/)feed\.\w+$/.test(file))
      .map((file) => ({ name: file, body: readFileSync(`${cases}/${file}`), contentType: undefined })),
  },
];

const rounds = Number(process.argv[2] ?? 7);
/** CPU time of one measurement, at least. */
const roundMs = 250;

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

/** CPU milliseconds for the documents once, as the whole process spends them: garbage collection counts. */
async function timed(parser: Parser, documents: readonly Document[], least: number): Promise<number> {
  const start = process.cpuUsage();
  let times = 0;
  for (let spent = 0; spent < least; spent = cpuMs(start)) {
    for (const document of documents) await parser.items(document);
    times += 1;
  }
  return cpuMs(start) / times;
}

const reads = (parser: Parser, document: Document): Promise<boolean> => parser.items(document).then((items) => items > 0, () => false);

/** The documents that a parser finds items in. */
async function readable(parser: Parser, documents: readonly Document[]): Promise<Document[]> {
  const read = await Promise.all(documents.map((document) => reads(parser, document)));
  return documents.filter((_, n) => read[n]);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** All that read anything of a corpus, over what all of those read, in turns. */
async function compare({ name, documents }: Corpus): Promise<string[][]> {
  const able: Parser[] = [];
  let common = documents;
  for (const parser of parsers) {
    const read = await readable(parser, documents);
    if (read.length < documents.length) console.log(`${name}: ${parser.name} reads ${read.length} of ${documents.length}`);
    if (read.length === 0) continue;
    able.push(parser);
    common = common.filter((document) => read.includes(document));
  }
  const samples = new Map(able.map((parser) => [parser, [] as number[]]));
  for (const parser of able) await timed(parser, common, 2 * roundMs);
  for (let round = 0; round < rounds; round++) {
    for (const [parser, took] of samples) took.push(await timed(parser, common, roundMs));
  }
  const megabytes = common.reduce((sum, { body }) => sum + body.length, 0) / 1e6;
  const ours = median(samples.get(parsers[0]!)!);
  return [...samples].map(([parser, took]) => {
    const ms = median(took);
    return [
      name, parser.name, `${common.length} x ${((1000 * megabytes) / common.length).toFixed(1)}`, ((1000 * megabytes) / ms).toFixed(1),
      ((1000 * common.length) / ms).toFixed(0), (ms / common.length).toFixed(2), (Math.min(...took) / common.length).toFixed(2), (ms / ours).toFixed(2),
    ];
  });
}

console.log(`${new Date().toISOString()}  ${cpus().length} cores (${cpus()[0]!.model}), load ${loadavg()[0]!.toFixed(2)}, node ${process.version}; by CPU time, median of ${rounds}`);
const rows: string[][] = [['corpus', 'parser', 'documents x KB', 'MB/s', 'documents/s', 'ms each', 'least', 'time / ours']];
for (const corpus of corpora) rows.push(...(await compare(corpus)));
const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
for (const row of rows) console.log(row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
console.log(`load at the end ${loadavg()[0]!.toFixed(2)}`);
