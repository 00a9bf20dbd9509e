import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatorEnv, startEmulator, testRegion } from '../aws/emulator.ts';
import { loopback } from '../aws/loopback.ts';
import { commandsOf, documentedCommands } from './commands.ts';

const root = join(import.meta.dirname, '../..');
const account = '123456789012';
const documented = documentedCommands();
const all = [...new Set(documented.map(({ command }) => command))];

/** What `.ci/run` does, as it stands there: it can't be done within itself. */
const ofCi = ['npm ci && npm run demo', 'npm ci && npm test', 'npm run demo -- --once'];
/** Programs that measure or prove for many minutes. */
const long = /^(?:\w+=\S+ )?npx (?:tsx (bench\/[\w/-]+\.ts)|vitest run (tests\/\w+))/;
const here = all.filter((command) => !ofCi.includes(command) && !long.test(command));

it('commands are found in blocks and between backticks, without what is said beside them', () => {
  expect(commandsOf('Run `npx cdk diff`, not `diff`:\n\n```sh\nnpx a \\\n  b     # does it\n\nnpm test\n```\n\n```yaml\nnpx: no\n```\n')).toEqual(['npx a    b', 'npm test', 'npx cdk diff']);
  expect(here.length).toBeGreaterThan(30);
});

it('what takes many minutes is there to be run', () => {
  for (const command of all.filter((one) => long.test(one))) expect(existsSync(join(root, long.exec(command)![1] ?? long.exec(command)![2]!)), command).toBe(true);
});

it('the list of commands has each that there is, and none that there is not', { timeout: 300_000 }, async () => {
  const dawnpost = (...args: string[]) => promisify(execFile)(process.execPath, [join(root, 'cli/dawnpost.js'), ...args], { encoding: 'utf8' }).then(({ stdout }) => stdout);
  const subcommands = async (...of: string[]): Promise<string[]> => [...(await dawnpost(...of, '--help')).split('\nCommands:\n')[1]!.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!).filter((name) => name !== 'help');
  const listed = new Set<string>();
  for (const [, name, rest] of readFileSync(join(root, 'docs/commands.md'), 'utf8').matchAll(/^\| `([a-z-]+)(?: ([a-z|\\-]+))?/gm)) {
    if (rest === undefined || !['feeds', 'subscribers'].includes(name!)) listed.add(name!);
    else for (const sub of rest.split(/\\?\|/)) listed.add(`${name} ${sub}`);
  }
  const there = await Promise.all((await subcommands()).map(async (name) => (['feeds', 'subscribers'].includes(name) ? (await subcommands(name)).map((sub) => `${name} ${sub}`) : [name])));
  expect([...listed].toSorted()).toEqual(there.flat().toSorted());
});

it('the two commands of the README are what CI runs', () => {
  const ci = readFileSync(join(root, '.ci/run'), 'utf8');
  expect(ci).toContain('npm ci && npm test');
  expect(ci).toContain('npm run demo -- --once');
});

const started = await startEmulator({ extended: true });
describe('every command of the documents', { timeout: 15 * 60_000 }, () => {
  if (started.kind === 'missing') return void it.skip(`is not run: ${started.why}`, () => {});
  const { emulator } = started;
  // moto finds the bucket of a template's URL in its path only where the host is called localhost; the SDK leaves it there only where it is not.
  const forCdk = emulator.url.replace('127.0.0.1', 'localhost');
  const dir = mkdtempSync(join(tmpdir(), 'dawnpost-docs-'));
  const checkout = join(dir, 'dawnpost');
  const bin = join(dir, 'bin');
  let feed = '';
  let stop = (): Promise<void> | void => {};
  const ran = new Set<string>();

  beforeAll(async () => {
    mkdirSync(checkout);
    for (const name of ['cdk', 'functions', 'cli', 'templates', 'package.json', 'tsconfig.json', 'cdk.json', 'newsletter.yaml']) cpSync(join(root, name), join(checkout, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    mkdirSync(bin);
    writeFileSync(join(bin, 'npx'), npx, { mode: 0o755 });
    const host = await loopback(({ url: path }) => (path === '/world.xml' ? { status: 200, headers: { 'content-type': 'application/rss+xml' }, body: rss } : { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>World</title><link rel="alternate" type="application/rss+xml" href="/world.xml">' }));
    stop = () => host.stop();
    feed = `http://127.0.0.1:${new URL(host.url).port}`;
    writeFileSync(join(checkout, 'feeds.opml'), `<opml version="2.0"><body><outline text="World"><outline text="Example World" type="rss" xmlUrl="${feed}/world.xml"/></outline></body></opml>`);
    writeFileSync(join(checkout, 'mailchimp.csv'), 'Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME\nreader@example.org,2,2025-01-01 10:00:00,2025-01-01 10:00:00\n');
  });
  afterAll(async () => {
    await stop();
    await emulator.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: dir, CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: testRegion, CDK_DISABLE_CLI_TELEMETRY: 'true', npm_config_update_notifier: 'false', ...(process.env['PYENV_ROOT'] && { PYENV_ROOT: process.env['PYENV_ROOT'] }) };

  async function shell(command: string): Promise<{ code: number; out: string }> {
    return promisify(execFile)('sh', ['-c', command], { cwd: checkout, env: { ...env, ...emulatorEnv(command.startsWith('npx cdk') ? forCdk : emulator.url) }, maxBuffer: 1e8 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout + error.stderr }),
    );
  }

  /** Runs a command as it is documented: `with` puts in what stands for the operator's own, `more` is what a terminal would be asked, or an emulator needs. */
  async function run(command: string, { with: own = {}, more = '', codes = [0] }: { with?: Readonly<Record<string, string>>; more?: string; codes?: readonly number[] } = {}): Promise<string> {
    expect(here, `${command} is in no document`).toContain(command);
    ran.add(command);
    const real = Object.entries(own).reduce((text, [given, put]) => text.replace(given, put), command);
    const { code, out } = await shell(`${real} ${more}`);
    expect(codes, `${command}: ${out.slice(-2000)}`).toContain(code);
    return out;
  }
  const output = async (key: string, stack = 'Dawnpost'): Promise<string> =>
    (JSON.parse((await shell(`aws cloudformation describe-stacks --stack-name ${stack} --query "Stacks[0].Outputs[?OutputKey=='${key}'].OutputValue|[0]"`)).out) as string);

  it('on a folder', async () => {
    expect(await run('npx dawnpost init', { codes: [2] })).toContain('--postal-address');
    await run('npx dawnpost init --yes --name "The Morning Brief" --from "The Morning Brief <digest@example.com>" --postal-address "1 Example Road, London" --opml feeds.opml', { with: { 'digest@example.com': 'digest@harbour.test' } });
    await run('npx cdk synth --quiet');
    const fetching = { more: '--allow-private', with: { 'https://example.org': feed, 'https://feeds.example.org': feed } };
    await run('npx dawnpost feeds add https://example.org --dry-run', { ...fetching, codes: [0, 1] });
    expect(await run('npx dawnpost feeds list')).toContain(`${feed}/world.xml`);
    await run('npx dawnpost check', fetching);
    writeFileSync(join(checkout, 'spare.yaml'), `${readFileSync(join(checkout, 'newsletter.yaml'), 'utf8')}      - url: https://other.example.org/feed\n`);
    await run('npx dawnpost feeds remove https://feeds.example.org/world.xml', { ...fetching, more: '--config spare.yaml' });
    await run('npx dawnpost subscribers add you@example.org');
    await run('npx dawnpost collect', fetching);
    await run('npx dawnpost preview');
    await run('npx dawnpost preview --sample');
    // It serves until it is told to end.
    expect(await run('npx dawnpost preview --open', { with: { npx: 'timeout -s INT 10 npx' }, more: '--no-browser', codes: [0, 1, 124, 130] })).toContain('http://');
    expect(await run('npx dawnpost run', fetching)).toMatch(/1 mail|submitted/);
  });

  it('on AWS, from the first deploy', async () => {
    const deploying = { more: '--require-approval never --method direct' };
    // What was synthesised above will do where the command is not about making it.
    const asMade = '--app cdk.out';
    await run('npx cdk bootstrap', { more: `aws://${account}/${testRegion} ${asMade}` });
    await run('npx cdk deploy', deploying);
    expect(await run('npx dawnpost doctor', { codes: [0, 1] })).toContain('The Morning Brief');
    await run('npx dawnpost send-test --to you@example.org --sample --stack Dawnpost');
    await run('npx dawnpost subscribers import mailchimp.csv --dry-run --stack Dawnpost');
    expect(await shell('npx dawnpost subscribers import mailchimp.csv --stack Dawnpost')).toMatchObject({ code: 0 });
    await run('npx dawnpost status --stack Dawnpost');
    await run('npx cdk diff', { more: `--method=template ${asMade}` });
  });

  it('on several newsletters', async () => {
    const text = readFileSync(join(checkout, 'newsletter.yaml'), 'utf8').replace('digest@harbour.test', 'evening@harbour.test');
    writeFileSync(join(checkout, 'evening.yaml'), `${text}\nstack: EveningBrief\ndomain: { identity: existing }\nleaveAddress: leave@in.example.com\n`);
    await run('npx cdk deploy -c config=evening.yaml', { more: '--require-approval never --method direct --output cdk.evening' });
    await run('npx dawnpost status --config evening.yaml --stack EveningBrief');
    expect(await output('BucketName', 'EveningBrief')).not.toBe(await output('BucketName'));
    await run('aws ses set-active-receipt-rule-set --rule-set-name NAME', { with: { NAME: await output('LeaveRules', 'EveningBrief') }, codes: [0] });
  });

  it('of the runbook', async () => {
    // The AWS command line takes no other word for it where queues are concerned.
    const toEmulator = { more: `--endpoint-url ${emulator.url}` };
    const group = (JSON.parse(await run('aws logs describe-log-groups', { more: '--output json' })) as { logGroups: { logGroupName: string }[] }).logGroups[0]!.logGroupName;
    await run(`aws logs filter-log-events --log-group-name LOG-GROUP --filter-pattern '{ $.level = "ERROR" }'`, { with: { 'LOG-GROUP': group } });
    expect(await shell(`npx dawnpost collect --stack Dawnpost --now 2026-03-01T12:00:00Z --allow-private && npx dawnpost digest --stack Dawnpost --now 2026-03-02T07:00:00Z`)).toMatchObject({ code: 0 });
    await run('npx dawnpost issue 2026-03-02 --stack Dawnpost');
    await run('npx dawnpost resume 2026-03-02 --stack Dawnpost', { more: '--late' });
    await run('aws sqs receive-message --queue-url URL --message-attribute-names All', { ...toEmulator, with: { ' URL ': ` ${await output('FailuresQueue')} ` } });
    await run('aws sqs purge-queue --queue-url URL', { ...toEmulator, with: { URL: await output('UndeliveredQueue') } });
    await run('npx dawnpost subscribers list --state bounced --stack Dawnpost');
    await run('npx dawnpost backup backup --stack Dawnpost');
    await run('npx dawnpost restore backup --dry-run --stack Dawnpost');
    await run('npx dawnpost restore backup --stack Dawnpost');
    await run('npx dawnpost subscribers erase reader@example.org --yes --stack Dawnpost');
    await run('npx dawnpost subscribers remove ADDRESS --stack Dawnpost', { with: { ADDRESS: 'you@example.org' }, codes: [0, 1] });
    await run('npx dawnpost subscribers erase ADDRESS --yes --stack Dawnpost', { with: { ADDRESS: 'you@example.org' }, codes: [0, 1] });
    await run('aws ses set-active-receipt-rule-set');
    await run('npx cdk destroy', { more: '--force --app cdk.out' });
  });

  it('was run', () => expect(here.filter((command) => !ran.has(command) && !/^npx dawnpost( COMMAND --help)?$/.test(command))).toEqual([]));
});

/**
 * What npx comes to for a command that is installed: npm takes a second to find
 * that out, and is itself not what is tested. The first of each is run by npx.
 */
const npx = `#!/bin/sh
found="$HOME/.found-$1"
[ -e "$found" ] || { : >"$found"; PATH="\${PATH#*:}"; export PATH; exec npx "$@"; }
name="$1"; shift
[ "$name" = dawnpost ] && exec node cli/dawnpost.js "$@"
exec "node_modules/.bin/$name" "$@"
`;

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>World</title><link>http://feeds.example.org/</link>
<item><guid>1</guid><title>A bridge opens</title><link>http://feeds.example.org/1</link><description>What happened.</description></item></channel></rss>`;
