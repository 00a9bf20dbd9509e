import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './fixtures.ts';
import { dawnpost } from './cli/process.ts';

const cases = fileURLToPath(new URL('./cases', import.meta.url));
const recorded = readdirSync(cases).filter((name) => readdirSync(join(cases, name)).includes('newsletter.yaml'));

/** Serves a case's feeds on loopback; what is not there is a 404. */
async function serve(dir: string): Promise<string> {
  const server = createServer(({ url = '' }, answer) => {
    const file = readdirSync(dir).find((name) => `/${name}` === url);
    answer.writeHead(file ? 200 : 404).end(file && readFileSync(join(dir, file)));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface RunReport {
  collect: { feeds: { name: string; outcome: string; fresh: number }[] };
  digest: { date: string };
}

describe('from feeds to mails, as recorded', () => {
  it.each(recorded)('%s', async (name) => {
    const dir = join(cases, name);
    const origin = await serve(join(dir, 'feeds'));
    const data = temporaryFolder();
    const config = join(data, 'newsletter.yaml');
    writeFileSync(config, readFileSync(join(dir, 'newsletter.yaml'), 'utf8').replaceAll('ORIGIN', origin));
    const options = ['--config', config, '--data', data, '--allow-private', '--json', '--now', readFileSync(join(dir, 'now.txt'), 'utf8').trim()];

    expect(await dawnpost('subscribers', 'add', 'leserin@example.org', ...options)).toMatchObject({ code: 0 });
    const run = await dawnpost('run', ...options);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { collect, digest } = JSON.parse(run.stdout) as RunReport;
    const issue = JSON.parse(readFileSync(join(data, 'issues', digest.date, 'issue.json'), 'utf8')) as { items: { feed: string; id: string; fate: string }[]; sections: unknown };
    const [mail] = readdirSync(join(data, 'outbox'));
    const parsed = await PostalMime.parse(readFileSync(join(data, 'outbox', mail!)));

    const outcome = {
      date: digest.date,
      feeds: collect.feeds.map(({ name: feed, outcome: result, fresh }) => ({ feed, outcome: result, fresh })),
      // Feed ids are made from addresses, and the port differs from run to run.
      fates: Object.fromEntries(issue.items.map(({ id, fate }) => [id, fate] as const).toSorted()),
      sections: JSON.parse(JSON.stringify(issue.sections).replaceAll(/"item":"[^"/]*\//g, '"item":"')) as unknown,
      subject: parsed.subject,
    };
    const text = parsed.text!.replaceAll(/(unsubscribe|manage)\/\S+/g, '$1/LINK');
    await expect(`${JSON.stringify(outcome, null, 2)}\n`).toMatchFileSnapshot(join(dir, 'expected', 'outcome.json'));
    await expect(text).toMatchFileSnapshot(join(dir, 'expected', 'mail.txt'));

    // The same date once more: the same bytes, and no mail.
    const files = () => readdirSync(join(data, 'issues', digest.date)).map((file) => readFileSync(join(data, 'issues', digest.date, file), 'utf8'));
    const before = files();
    expect(await dawnpost('run', ...options)).toMatchObject({ code: 0 });
    expect(files()).toEqual(before);
    expect(readdirSync(join(data, 'outbox'))).toEqual([mail]);
  });
});
