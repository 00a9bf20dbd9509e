import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { localStack, type LocalStack } from '../../cli/local/stack.ts';
import { brake } from '../../functions/deliver/brake.ts';
import { advance, type Ledger, newLedger } from '../../functions/deliver/ledger.ts';
import { deliveryKey, planKey } from '../../functions/keys.ts';
import { subscriberId } from '../../functions/model/subscriber.ts';
import { freeze, issueOf, subscribersOfOneShard, temporaryFolder } from '../fixtures.ts';
import { dawnpost } from './process.ts';

const date = '2026-03-02';

/** A folder with an issue of that day for some subscribers of one shard, and the command on it, an hour after. */
async function issued(count = 3) {
  const dir = temporaryFolder();
  const stack = await localStack(dir);
  const addresses = await subscribersOfOneShard(stack, '7a', count);
  await freeze(stack, issueOf(date, { shards: ['7a'] }));
  const run = (...args: string[]) => dawnpost(...args, '--data', dir, '--config', 'newsletter.yaml', ...(args.includes('--now') ? [] : ['--now', '2026-03-02T08:00:00Z']));
  const outbox = () => readdirSync(join(dir, 'outbox')).map((name) => readFileSync(join(dir, 'outbox', name)));
  return { dir, stack, addresses, run, outbox };
}

/** A delivery that SES rejected one message of and that left one planned. */
async function halfDone({ store }: LocalStack, addresses: readonly string[]): Promise<void> {
  const [a, b] = addresses.map(subscriberId).toSorted() as [string, string];
  const results = new Map([[a, { state: 'rejected', reason: 'MessageRejected, "so it is"', at: '2026-03-02T07:00:01Z' } as const]]);
  const ledger: Ledger = advance(advance(newLedger([a, b], ''), new Map(), [a], undefined, ''), results, [], undefined, '');
  await store.create(deliveryKey(date, '7a'), JSON.stringify(ledger));
  await store.create(planKey(date), JSON.stringify({ version: 1, nonce: '', date, at: '2026-03-02T07:00:00Z', recipients: 2, shards: [{ shard: '7a', recipients: 2, parts: 1 }] }));
}

describe('send-test', () => {
  it('sends a past issue to any address, marked, and on no ledger', async () => {
    const { run, outbox, stack } = await issued();
    const sent = await run('send-test', '--to', 'me@example.org', 'you@example.org', '--date', date);
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(sent.stdout).toMatch(/^me@example\.org ← the issue of 2026-03-02 \(.+\)\nyou@example\.org ← /);
    const mail = await simpleParser(outbox()[0]!);
    expect(mail.subject).toBe('[Test] Dawn: a “grüne” day');
    expect(mail.text).toContain('https://news.example.com/unsubscribe/');
    expect(await stack.store.get(deliveryKey(date, '7a'))).toBeUndefined();
  });

  it('sends an invented issue where there is none yet, and says what to do', async () => {
    const { run } = await issued();
    expect(await run('send-test', '--to', 'me@example.org', '--sample')).toMatchObject({ code: 0 });
    const none = await run('send-test', '--to', 'me@example.org', '--now', '2026-03-05T08:00:00Z');
    expect(none).toMatchObject({ code: 1, stderr: 'there is nothing new to tell now: --date DATE sends a past issue, --sample an invented one\n' });
    expect(await run('send-test', '--to', 'nobody')).toMatchObject({ code: 2, stderr: 'nobody is not a mail address; write one like reader@example.org\n' });
    expect(await run('send-test', '--to', 'me@example.org', '--date', '2026-01-01')).toMatchObject({ code: 1, stderr: 'there is no issue of 2026-01-01; `dawnpost status` names the last one\n' });
  });
});

describe('resume', () => {
  it('hands an issue over that was never begun, and deliver sends it', async () => {
    const { run, outbox } = await issued();
    expect((await run('status')).stdout).toContain('delivery       not begun yet');
    expect(await run('resume', date)).toMatchObject({ code: 0, stdout: `issue ${date} is handed over: none of it was submitted so far\n  \`dawnpost deliver\` submits it\n` });
    expect((await run('deliver')).stdout).toContain('3 mails');
    expect(outbox()).toHaveLength(3);
    expect((await run('status')).stdout).toContain('delivery       3 of 3 submitted');
    expect((await run('resume', date)).stdout).toContain('nothing is left to submit');
  });

  it('takes the brake off and sends to the rest, and to those rejected if asked', async () => {
    const { run, outbox, stack, addresses } = await issued(2);
    await halfDone(stack, addresses);
    await brake(stack.store, date, { kind: 'rejections', reason: 'SES rejects 10 of 10', at: new Date(), nonce: 'n' });
    expect((await run('status')).stdout).toContain(`stopped: SES rejects 10 of 10; \`dawnpost resume ${date}\` goes on, with --rejected also to those rejected`);
    expect((await run('resume', date)).stdout).toContain('is handed over: 1 mail to go');
    expect((await run('deliver')).stdout).toContain('1 mail, 1 rejected');
    expect((await run('resume', date, '--rejected')).stdout).toContain('is handed over: 1 mail to go');
    await run('deliver');
    expect(outbox()).toHaveLength(2);
  });

  it('does not send an old issue unless told to', async () => {
    const { run, outbox, stack } = await issued();
    const late = ['--now', '2026-03-04T08:00:00Z'];
    const refused = await run('resume', date, ...late);
    expect(refused).toMatchObject({ code: 1, stderr: 'the issue is 49 hours old, and deliver.maxAgeHours is 20: with --late it goes out all the same\n' });
    // What waits in the queue since then is not submitted either, and does not stand in the way.
    await stack.queue.send([{ date, shard: '7a', part: 0, of: 1 }]);
    expect(await run('resume', date, '--late', ...late)).toMatchObject({ code: 0 });
    await run('deliver', ...late);
    expect(outbox()).toHaveLength(3);
    expect(await run('resume', '2026-02-30')).toMatchObject({ code: 2, stderr: '2026-02-30 is no date: write one as YYYY-MM-DD, such as 2026-03-02\n' });
  });
});

describe('issue', () => {
  it('says what it holds, and exports it with what became of each recipient', async () => {
    const { run, dir, stack, addresses } = await issued(2);
    await halfDone(stack, addresses);
    const to = join(dir, 'exported');
    const { code, stdout } = await run('issue', date, '--export', to);
    expect(code).toBe(0);
    expect(stdout).toContain(`issue ${date}: “Dawn: a “grüne” day”`);
    expect(stdout).toContain('delivery  0 of 2 submitted, 1 rejected');
    expect(readdirSync(to).toSorted()).toEqual(['deliveries.csv', 'issue.json', 'mail.html', 'mail.txt']);
    const lines = readFileSync(join(to, 'deliveries.csv'), 'utf8').split('\r\n');
    expect(lines[0]).toBe('address,id,state,at,message_id,reason,repeats');
    expect(lines.slice(1, 3).toSorted()).toEqual(addresses.map((address) => {
      const id = subscriberId(address);
      const first = addresses.map(subscriberId).toSorted()[0] === id;
      return first ? `${address},${id},rejected,2026-03-02T07:00:01Z,,"MessageRejected, ""so it is""",0` : `${address},${id},planned,,,,0`;
    }).toSorted());
    expect(await run('issue', '2026-01-01')).toMatchObject({ code: 1, stderr: 'there is no issue of 2026-01-01; `dawnpost status` names the last one\n' });
  });
});
