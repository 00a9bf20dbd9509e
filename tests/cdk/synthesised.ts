/** The stack as CDK makes it of tests/cdk/newsletter.yaml, with what a test changes of that. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { functionNames } from '../../cdk/bundle.ts';
import { DawnpostStack } from '../../cdk/stack.ts';
import { parseConfigText } from '../../functions/config-file.ts';
import type { Config } from '../../functions/config.ts';

const here = import.meta.dirname;
const flags = (JSON.parse(readFileSync(join(here, '../../cdk.json'), 'utf8')) as { context: Record<string, unknown> }).context;
const source = readFileSync(join(here, 'newsletter.yaml'), 'utf8');

/** The stack reads folders of code; what is in them is the bundle test's matter. */
const bundles = mkdtempSync(join(tmpdir(), 'dawnpost-bundles-'));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
for (const name of functionNames) {
  mkdirSync(join(bundles, name));
  writeFileSync(join(bundles, name, 'index.mjs'), `export const handler = '${name}';`);
}

/** With these parts of the configuration in place of the file's. */
export const synthesised = (changes: Partial<Config> = {}): Template => templateOf({ ...configOf(''), ...changes });

/** With these lines at the end of the file. */
export const synthesisedWith = (lines: string): Template => templateOf(configOf(lines));

function configOf(lines: string): Config {
  const loaded = parseConfigText(`${source}\n${lines}`, 'newsletter.yaml');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

const templateOf = (config: Config): Template => Template.fromStack(new DawnpostStack(new App({ context: flags }), 'Test', { config, bundles }));

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
export const resourcesOf = (template: Template): Record<string, Resource> => template.toJSON()['Resources'] as Record<string, Resource>;
export const outputsOf = (template: Template): Record<string, { readonly Value: unknown }> => template.toJSON()['Outputs'] as Record<string, { readonly Value: unknown }>;
