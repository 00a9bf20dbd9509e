/** The thread in which documents are parsed: parsing is synchronous, and only a thread of its own can be stopped. */
import { parentPort } from 'node:worker_threads';
import { type FeedDocument, parseFeed } from './parse.ts';
import type { FromWorker } from './parser.ts';

const say = (message: FromWorker): void => parentPort!.postMessage(message);

parentPort!.on('message', (document: FeedDocument) => {
  parseFeed(document).then((parsed) => say({ kind: 'parsed', parsed }), (error: unknown) => say({ kind: 'threw', message: String(error) }));
});
say({ kind: 'ready' });
