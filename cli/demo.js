#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// Named, as else it is that of the folder the command is run in, and the pages' JSX is another.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
const { demo } = await import('./demo/demo.ts');
const { explain } = await import('./failure.ts');
process.exitCode = await demo(process.argv).catch(explain);
