/**
 * The collect run and nothing else, its configuration checked and turned to JSON
 * beforehand, as in the Lambda's bundle; over a folder in place of the bucket.
 * `collectors.ts` bundles it. Arguments: the configuration, the folder.
 */
import { readFileSync } from 'node:fs';
import { collectFeeds } from '../cli/commands/collect.ts';
import { localStack } from '../cli/local/stack.ts';
import { output } from '../cli/output.ts';
import type { Config } from '../functions/config.ts';

const [file = '', data = ''] = process.argv.slice(2);
const config = JSON.parse(readFileSync(file, 'utf8')) as Config;
const out = output(true);
const options = { config: file, data, allowPrivate: true, json: true };
const report = await collectFeeds({ options, stack: await localStack(data), out, baseUrl: () => 'http://localhost' }, config, true);
out.report([], report);
