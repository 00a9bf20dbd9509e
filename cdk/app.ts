/** What `cdk synth` and `cdk deploy` run: newsletter.yaml (or `-c config=FILE`) → bundles → stack. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { loadConfig } from '../functions/config-file.ts';
import { bundle } from './bundle.ts';
import { DawnpostStack } from './stack.ts';

const app = new App();
const loaded = loadConfig(String(app.node.tryGetContext('config') ?? 'newsletter.yaml'));
if (loaded.kind === 'problems') {
  process.stderr.write(`${loaded.text}\n`);
  process.exit(1);
}
const bundles = join(dirname(dirname(fileURLToPath(import.meta.url))), 'build', 'functions');
await bundle(loaded.config, bundles);
new DawnpostStack(app, String(app.node.tryGetContext('stack') ?? 'Dawnpost'), { config: loaded.config, bundles });
app.synth();
