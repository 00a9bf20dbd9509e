#!/usr/bin/env node
// Node 20 can't run TypeScript: tsx translates each file as it is loaded.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv);
