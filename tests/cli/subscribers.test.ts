import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asText, fromText } from '../../cli/csv.ts';
import type { Subscriber } from '../../functions/model/subscriber.ts';
import { lines, listWorld } from './subscribers-world.ts';

const full: Omit<Subscriber, 'token'> = {
  address: 'ann@example.org', state: 'active', since: '2025-02-03T04:05:06.789Z',
  consent: { at: '2025-02-01T00:00:00.000Z', text: '=yes, "daily"\nand – always', source: '+page, from 192.0.2.1', confirmed: '2025-02-03T04:05:06.789Z' },
  choice: { without: ['Sport, "local"', 'Wörld'], every: 'week', pausedUntil: '2026-04-01T00:00:00.000Z' },
};
const everyone: (Omit<Subscriber, 'token'>)[] = [
  full,
  { address: '+plus@example.org', state: 'active', since: '2025-01-01T00:00:00.000Z' },
  { address: 'left@example.org', state: 'unsubscribed', since: '2025-01-01T00:00:00.000Z', choice: { without: ['Sport'] } },
  { address: 'gone@example.org', state: 'bounced', since: '2025-01-01T00:00:00.000Z', reason: "'-550 5.1.1 no such user; try \"x\", or y" },
  { address: 'angry@example.org', state: 'complained', since: '2025-01-01T00:00:00.000Z', consent: { at: '2024-01-01T00:00:00.000Z', text: 'yes', source: 'page' } },
];

describe('subscribers export', () => {
  it('and import again give the same list, choices and all, with other tokens', async () => {
    const [from, into] = [await listWorld(), await listWorld()];
    await from.put(...everyone);
    const file = join(into.dir, '..', 'out.csv');
    expect(await from.run('export', '--out', file)).toEqual({ code: 0, stderr: '', stdout: `wrote 5 subscribers to ${file}\n` });
    expect(await into.run('import', file, '--consent', 'not theirs')).toMatchObject({ code: 0, stdout: expect.stringContaining('as Dawnpost exports them\n  2 added\n  3 noted') as string });
    for (const one of everyone) {
      const { token, ...stored } = (await into.get(one.address))!;
      expect(token).not.toBe(`token-of-${one.address}`);
      // Where there is no proof yet, the words of the operator are one.
      if (one.consent || one.state !== 'active') expect(stored).toEqual(one);
      else expect(stored).toMatchObject({ ...one, consent: { text: 'not theirs' } });
    }
    const again = await listWorld();
    await again.run('import', file);
    expect(await again.run('export')).toMatchObject({ code: 0, stdout: readFileSync(file, 'utf8') });
  });

  it('is a table that no spreadsheet takes for formulas, and holds no token', async () => {
    const { run, put } = await listWorld();
    await put({ ...full, softBounces: [{ messageId: 'm', sent: '2026-01-01T00:00:00.000Z' }] }, { address: '+plus@example.org' });
    const { stdout } = await run('export');
    expect(stdout.split('\r\n')[0]).toBe('address,state,since,consent_at,consent_text,consent_source,confirmed_at,choice,soft_bounces,reason');
    expect(stdout).toContain(`ann@example.org,active,2025-02-03T04:05:06.789Z,2025-02-01T00:00:00.000Z,"'=yes, ""daily""\nand – always","'+page, from 192.0.2.1",2025-02-03T04:05:06.789Z,"{""without"":[""Sport, \\""local\\"""",""Wörld""],""every"":""week"",""pausedUntil"":""2026-04-01T00:00:00.000Z""}",1,\r\n`);
    expect(stdout).toContain("\r\n'+plus@example.org,active,");
    expect(stdout).not.toContain('token');
  });

  it('refuses by a row, not by the file, what has been changed to nonsense', async () => {
    const { run, file, get } = await listWorld();
    const head = 'address,state,since,consent_at,consent_text,consent_source,confirmed_at,choice,soft_bounces,reason';
    const path = file('x.csv', lines(head, 'a@example.org,active,2025-01-01,,,,,"{""every"":""hour""}",,', 'b@example.org,active,2025-01-01,,,,,[],,', 'c@example.org,asleep,,,,,,,,', 'd@example.org,pending,,,,,,,,', 'e@example.org,active,2025-01-01,,,,,{},,'));
    expect((await run('import', path)).stdout).toContain('4 refused: 2 a choice that is none, 2 a state that is not known');
    expect(await get('e@example.org')).toMatchObject({ state: 'active', since: '2025-01-01T00:00:00.000Z' });
  });

  it('says where it can not write', async () => {
    const { run, dir } = await listWorld();
    expect(await run('export', '--out', '/nowhere/x.csv')).toMatchObject({ code: 1, stderr: expect.stringContaining("/nowhere/x.csv can't be written (ENOENT)") as string });
    expect(existsSync(join(dir, 'subscribers'))).toBe(false);
    expect(await run('export')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^address,.*reason\r\n$/) as string });
  });

  it.each(['=1', "'=1", "''=1", '+a@example.org', '-', '@x', '\tx', '＝x', "it's", "'quoted'", '', 'x=1'])('text %j is what it was after both ways', (text) => {
    expect(fromText(asText(text))).toBe(text);
    expect(asText(text)).not.toMatch(/^[=+@\t＝-]/);
  });
});

describe('subscribers list', () => {
  it('prints the active ones, all, or those of a state', async () => {
    const { run, put } = await listWorld();
    expect(await run('list')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await run('list', '--json')).toMatchObject({ stdout: `${JSON.stringify({ subscribers: [] }, null, 2)}\n` });
    await put(...everyone);
    const sorted = async (...args: string[]): Promise<string[]> => (await run('list', ...args)).stdout.trimEnd().split('\n').sort();
    expect(await sorted()).toEqual(['+plus@example.org', 'ann@example.org']);
    expect(await sorted('--state', 'bounced')).toEqual(['gone@example.org\tbounced\t2025-01-01T00:00:00.000Z']);
    expect(await sorted('--all')).toHaveLength(5);
    const { stdout } = await run('list', '--all', '--json');
    const json = JSON.parse(stdout) as { subscribers: object[] };
    expect(stdout).toBe(`${JSON.stringify(json, null, 2)}\n`);
    expect(json.subscribers).toContainEqual({ address: 'ann@example.org', state: 'active', since: full.since });
    expect(await run('list', '--state', 'asleep')).toMatchObject({ code: 2 });
    expect(await run('list', '--state', 'active', '--all')).toMatchObject({ code: 2 });
  });
});

describe('subscribers show', () => {
  it('says all that is stored, but no token', async () => {
    const { run, put, wish } = await listWorld();
    const more = { softBounces: [{ messageId: 'm', sent: '2026-01-01T00:00:00.000Z' }], reason: 'mailbox full' };
    await put({ ...full, ...more });
    expect(await run('show', 'ANN@example.org')).toEqual({ code: 0, stderr: '', stdout: `ann@example.org
  state         active since 2025-02-03T04:05:06.789Z
  consent       2025-02-01T00:00:00.000Z “=yes, "daily" and – always”
  given by      +page, from 192.0.2.1
  confirmed     2025-02-03T04:05:06.789Z
  mails         one a week
  without       “Sport, "local"”, “Wörld”
  paused until  2026-04-01T00:00:00.000Z
  came back     1 mail in a row, the last of 2026-01-01T00:00:00.000Z
  reason        mailbox full
` });
    expect(JSON.parse((await run('show', 'ann@example.org', '--json')).stdout)).toEqual({ subscriber: { ...full, ...more } });
    await wish('new@example.org');
    expect((await run('show', 'new@example.org')).stdout).toBe(`new@example.org
  waits     asked to join, last mail 2026-03-01T00:00:00.000Z
  asked     2026-03-01T00:00:00.000Z “again”
  given by  the page
`);
    expect((await run('show', 'new@example.org', '--json')).stdout).not.toContain('secret');
    expect(await run('show', 'nobody@example.org')).toEqual({ code: 1, stdout: '', stderr: 'dawnpost: nobody@example.org is not in the list\n' });
    expect(await run('show', 'nobody')).toMatchObject({ code: 1, stderr: 'dawnpost: nobody is not a mail address; write one like reader@example.org\n' });
  });
});

describe('subscribers erase', () => {
  it('says what would be erased, and erases with --yes', async () => {
    const { run, put, get } = await listWorld();
    await put(...everyone);
    const asking = await run('erase', 'ann@example.org', 'nobody@example.org');
    expect(asking).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^ann@example\.org\n {2}state .*\nnobody@example\.org is not in the list\nnothing was erased: --yes erases all of this for good\n$/s) as string });
    expect(await get('ann@example.org')).toBeDefined();
    expect(await run('erase', 'Ann@example.org', 'nobody@example.org', 'left@example.org', '--yes')).toEqual({ code: 1, stdout: expect.stringMatching(/^Ann@example\.org erased\nleft@example\.org erased\nearlier versions .* a backup made before still has them: run `dawnpost backup DIR`.*\n$/) as string, stderr: 'dawnpost: nobody@example.org is no subscriber\n' });
    expect(await get('ann@example.org')).toBeUndefined();
    expect(await get('angry@example.org')).toBeDefined();
  });
});

describe('subscribers add and remove', () => {
  it('do as before', async () => {
    const { run, get } = await listWorld();
    expect(await run('add', 'a@example.org', 'x')).toEqual({ code: 1, stdout: 'a@example.org added\n', stderr: 'dawnpost: x is not a mail address; write one like reader@example.org\n' });
    expect(await run('remove', 'a@example.org')).toMatchObject({ code: 0, stdout: 'a@example.org removed\n' });
    expect(await get('a@example.org')).toMatchObject({ state: 'unsubscribed' });
  });
});
