// Stands in for the parsing thread with faults that no document should be able to make: the document's text says which.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { setTimeout } from 'node:timers';
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ body }) => {
  const title = Buffer.from(body).toString();
  const hoard = [];
  if (title === 'stuck') for (;;);
  if (title === 'greedy') for (;;) hoard.push({ more: [hoard.length] });
  if (title === 'exit') process.exit(3);
  if (title === 'throw') throw new Error('a bug');
  if (title === 'dies later') setTimeout(() => process.exit(4), 20);
  parentPort.postMessage({ kind: 'parsed', parsed: { kind: 'feed', format: 'RSS', title, items: [] } });
});
parentPort.postMessage({ kind: 'ready' });
