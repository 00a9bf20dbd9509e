#!/usr/bin/env node
// Node 20 can't run TypeScript: tsx translates each file as it is loaded.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// Named, as else it is that of the folder the command is run in, and the pages' JSX is another.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
// Until then Node 20 will do, and every command would begin with eight lines about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv);
