#!/usr/bin/env node
import { register } from 'tsx/esm/api';

register();
const { demo } = await import('./demo/demo.ts');
const { explain } = await import('./failure.ts');
process.exitCode = await demo(process.argv).catch(explain);
