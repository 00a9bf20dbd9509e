#!/usr/bin/env node
// Node 20 can't run TypeScript: tsx translates each file as it is loaded.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// Named, as else it is that of the folder the command is run in, and the pages' JSX is another.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv);
