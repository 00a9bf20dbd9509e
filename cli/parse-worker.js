// As dawnpost.js, for the thread in which documents are parsed: threads don't inherit what translates TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('../functions/collect/parse-worker.ts');
