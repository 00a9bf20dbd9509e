import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { localStack } from '../../cli/local/stack.ts';
import { config, freeze, issueOf, subscribersOfOneShard, temporaryFolder } from '../fixtures.ts';
import { dawnpost, start } from './process.ts';

const mailsIn = (dir: string): string[] => {
  try {
    return readdirSync(join(dir, 'outbox')).filter((name) => name.endsWith('.eml'));
  } catch {
    return [];
  }
};

async function recipients(dir: string): Promise<string[]> {
  const mails = await Promise.all(mailsIn(dir).map((name) => PostalMime.parse(readFileSync(join(dir, 'outbox', name)))));
  return mails.map(({ to }) => to![0]!.address!);
}

describe('a worker killed in the middle of a shard', () => {
  // Each at another moment of another window.
  it.each([1, 14, 27])('after %i mails: run again, and everyone has it, at most a window twice', async (after) => {
    const dir = temporaryFolder();
    const stack = await localStack(dir);
    const addresses = await subscribersOfOneShard(stack, '7a', 45);
    await freeze(stack, issueOf('2026-03-02', { shards: ['7a'] }));
    await stack.queue.send([{ date: '2026-03-02', shard: '7a', part: 0, of: 1 }]);

    const worker = start('deliver', '--data', dir, '--config', 'newsletter.yaml', '--now', '2026-03-02T08:00:00Z');
    while (mailsIn(dir).length < after) await sleep(1);
    worker.process.kill('SIGKILL');
    await worker.ended;
    expect(mailsIn(dir).length).toBeLessThan(45);

    const again = await dawnpost('deliver', '--data', dir, '--config', 'newsletter.yaml', '--now', '2026-03-02T08:00:00Z', '--json');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const got = await recipients(dir);
    expect(new Set(got)).toEqual(new Set(addresses));
    expect(got.length - addresses.length).toBeLessThanOrEqual(config.deliver.window);

    expect((await dawnpost('deliver', '--data', dir, '--config', 'newsletter.yaml', '--now', '2026-03-02T08:00:00Z')).stdout).toContain('nothing waits');
    expect(mailsIn(dir)).toHaveLength(got.length);
  });
});
