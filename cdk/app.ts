/** What `cdk synth` and `cdk deploy` run: newsletter.yaml (or `-c config=FILE`) → bundles → stack, checked by AWS's rules for solutions. */
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { loadConfig } from '../functions/config-file.ts';
import { bundle } from './bundle.ts';
import { DawnpostStack } from './stack.ts';

const app = new App();
const loaded = loadConfig(String(app.node.tryGetContext('config') ?? 'newsletter.yaml'));
if (loaded.kind === 'problems') {
  process.stderr.write(`${loaded.text}\n`);
  process.exit(1);
}
// Beside what is made of them, so that two syntheses do not meet.
const bundles = join(app.outdir, 'functions');
await bundle(loaded.config, bundles);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new DawnpostStack(app, String(app.node.tryGetContext('stack') ?? loaded.config.stack), { config: loaded.config, bundles });
app.synth();
