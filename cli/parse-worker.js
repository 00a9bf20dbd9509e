// As dawnpost.js, for the thread in which documents are parsed: threads don't inherit what translates TypeScript.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// Named, as else it is that of the folder the command is run in, and the pages' JSX is another.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
await import('../functions/collect/parse-worker.ts');
