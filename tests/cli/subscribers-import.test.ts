import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keysUnder } from '../../functions/objects.ts';
import { localStack } from '../../cli/local/stack.ts';
import { temporaryFolder } from '../fixtures.ts';
import { start } from './process.ts';
import { importTime, lines, listWorld } from './subscribers-world.ts';

/** Each key of the list with its bytes. */
async function bytesOf(dir: string): Promise<Record<string, string>> {
  const { store } = await localStack(dir);
  const keys = await keysUnder(store, '');
  const bodies = await Promise.all(keys.map(async (key): Promise<[string, string]> => [key, (await store.get(key))!.body]));
  return Object.fromEntries(bodies);
}

describe('an import', () => {
  it('leaves who is in the list as they are, and makes nobody active who has gone', async () => {
    const { run, file, put, get, dir } = await listWorld();
    await put(
      { address: 'Act@example.org', choice: { every: 'week' }, softBounces: [{ messageId: 'm', sent: '2026-01-01T00:00:00.000Z' }] },
      { address: 'left@example.org', state: 'unsubscribed' }, { address: 'bounced@example.org', state: 'bounced', reason: 'no such user' }, { address: 'complained@example.org', state: 'complained' },
    );
    const before = await bytesOf(dir);
    const path = file('list.csv', lines('email', 'act@EXAMPLE.org', 'LEFT@example.org', 'bounced@example.org', 'complained@example.org'));
    expect(await run('import', path)).toMatchObject({ code: 0, stdout: `${path}: 4 rows\n  0 added\n  4 in the list already\n` });
    expect(await bytesOf(dir)).toEqual(before);
    expect(await get('act@example.org')).toMatchObject({ address: 'Act@example.org', state: 'active' });
  });

  it('turns off who has left, bounced or complained there', async () => {
    const { run, file, put, get } = await listWorld();
    await put(
      { address: 'a@example.org', choice: { every: 'week' }, consent: { at: 'x', text: 'y', source: 'z' } }, { address: 'b@example.org', softBounces: [{ messageId: 'm', sent: '2026-01-01T00:00:00.000Z' }] }, { address: 'c@example.org' },
      { address: 'd@example.org', state: 'unsubscribed' }, { address: 'e@example.org', state: 'complained', reason: 'abuse' },
    );
    const path = file('b.csv', lines(
      'email,creation_date,type,unsubscription_date,undeliverability_date,undeliverability_reason',
      'a@example.org,2020-01-01,unsubscribed,2025-06-01,,', 'b@example.org,2020-01-01,undeliverable,,2024-01-01,no such user', 'c@example.org,2020-01-01,complained,,,',
      'd@example.org,2020-01-01,complained,,,', 'e@example.org,2020-01-01,unsubscribed,2025-06-01,,',
    ));
    expect((await run('import', path)).stdout).toContain('  0 added\n  2 in the list already\n  3 turned off: 1 unsubscribed, 1 bounced, 1 complained\n');
    expect(await get('a@example.org')).toEqual({ address: 'a@example.org', state: 'unsubscribed', token: 'token-of-a@example.org', since: '2025-06-01T00:00:00.000Z', choice: { every: 'week' }, consent: { at: 'x', text: 'y', source: 'z' } });
    // They joined here after that, so it is now that it ends.
    expect(await get('b@example.org')).toEqual({ address: 'b@example.org', state: 'bounced', token: 'token-of-b@example.org', since: importTime, reason: 'no such user' });
    expect(await get('c@example.org')).toMatchObject({ state: 'complained' });
    // A complaint says more than that they left: no form may ask them again.
    expect(await get('d@example.org')).toMatchObject({ state: 'complained' });
    expect(await get('e@example.org')).toMatchObject({ state: 'complained', reason: 'abuse' });
  });

  it('does not turn off who confirmed here after they had left there, unless they complained', async () => {
    const { run, file, put, get } = await listWorld();
    const consent = { at: '2025-12-01T00:00:00.000Z', text: 'yes', source: 'the page', confirmed: '2025-12-01T00:01:00.000Z' };
    await put({ address: 'back@example.org', consent }, { address: 'angry@example.org', consent });
    const path = file('b.csv', lines('email,creation_date,type,unsubscription_date', 'back@example.org,2020-01-01,unsubscribed,2025-06-01', 'angry@example.org,2020-01-01,complained,2025-06-01'));
    await run('import', path);
    expect(await get('back@example.org')).toMatchObject({ state: 'active' });
    expect(await get('angry@example.org')).toMatchObject({ state: 'complained' });
  });

  it('takes an address once, in the state that sends less mail', async () => {
    const { run, file, get } = await listWorld();
    const first = file('subscribed.csv', lines('email,status', 'a@example.org,active', 'A@Example.org,unsubscribed', 'a@example.org,active', 'b@example.org,bounced', 'b@example.org,unsubscribed', 'b@example.org,complained', 'c@example.org,active'));
    const second = file('unsubscribed.csv', lines('email', 'c@example.org'));
    expect((await run('import', first, second)).stdout).toContain('  0 added\n  3 noted as gone, so that no import makes them active: 2 unsubscribed, 1 complained\n  5 the same address again\n');
    expect(await Promise.all(['a', 'b', 'c'].map(async (name) => (await get(`${name}@example.org`))?.state))).toEqual(['unsubscribed', 'complained', 'unsubscribed']);
  });

  it('keeps the words of --consent with each, and gives each a token of their own', async () => {
    const { run, file, get } = await listWorld();
    await run('import', file('list.csv', lines('email', 'a@example.org', 'b@example.org')), '--consent', 'Yes, send me the “Brief”, = daily');
    const [a, b] = [await get('a@example.org'), await get('b@example.org')];
    expect(a!.consent).toEqual({ at: importTime, text: 'Yes, send me the “Brief”, = daily', source: 'list.csv' });
    expect(a!.token).not.toBe(b!.token);
  });

  it('changes nothing when it runs again', async () => {
    const { run, file, dir } = await listWorld();
    const path = file('list.csv', lines('email,status', 'a@example.org,active', 'b@example.org,unsubscribed', 'c@example.org,bounced'));
    await run('import', path);
    const before = await bytesOf(dir);
    expect((await run('import', path)).stdout).toContain('  0 added\n  3 in the list already\n');
    expect(await bytesOf(dir)).toEqual(before);
  });
});

describe('rows that can not be taken', () => {
  const bad = lines('email,status,name', 'a@example.org,active,A', 'no address,active,B', ',active,C', '"x,y@example.org",active,D', 'd@example,active,E', '=cmd()|x@@y,active,F', 'e@example.org,pending,G', 'f@example.org,active,H', '', 'ünï@example.org,active,I');

  it('are in a file beside the list, with line and reason, and stop nobody else', async () => {
    const { run, file, get } = await listWorld();
    const path = file('list.csv', bad);
    const { code, stdout, stderr } = await run('import', path);
    expect(code).toBe(1);
    expect(stdout).toBe(`${path}: 9 rows\n  2 added\n  7 refused: 5 not a mail address, 1 no address in the row, 1 has not confirmed\nthe refused rows are in ${path}.refused.csv\n`);
    expect(stderr).toContain(`${path}:3: no address: not a mail address\n${path}:4: no address in the row\n`);
    expect(readFileSync(`${path}.refused.csv`, 'utf8').replaceAll(`${path},`, '')).toBe([
      'file,line,address,reason', '3,no address,not a mail address', '4,,no address in the row', '5,"x,y@example.org",not a mail address', '6,d@example,not a mail address',
      "7,'=cmd()|x@@y,not a mail address", '8,e@example.org,has not confirmed', '11,ünï@example.org,not a mail address', '',
    ].join('\r\n'));
    expect(await get('f@example.org')).toMatchObject({ state: 'active' });
    const good = file('good.csv', lines('email', 'z@example.org'));
    expect(await run('import', good)).toMatchObject({ code: 0 });
    expect(existsSync(`${good}.refused.csv`)).toBe(false);
  });

  it('are all in the file of --refused, which is none of the import', async () => {
    const { run, file, dir } = await listWorld();
    const [one, two, all] = [file('one.csv', bad), file('two.txt', '@\na@example.org\n'), join(dir, '..', 'all.csv')];
    expect(await run('import', one, two, '--refused', all)).toMatchObject({ code: 1, stdout: expect.stringContaining(`the refused rows are in ${all}\n`) as string });
    expect(readFileSync(all, 'utf8')).toMatch(/two\.txt,1,'@,not a mail address\r\n$/);
    expect(existsSync(`${one}.refused.csv`)).toBe(false);
    expect(await run('import', one, '--refused', one)).toMatchObject({ code: 2, stderr: expect.stringContaining('is a file of the import itself') as string });
    expect(readFileSync(one, 'utf8')).toBe(bad);
    expect(await run('import', one, '--refused', '/nowhere/x.csv')).toMatchObject({ code: 2, stderr: expect.stringContaining("/nowhere/x.csv can't be written (ENOENT)") as string });
  });

  it('are shown up to ten', async () => {
    const { run, file } = await listWorld();
    const { stderr } = await run('import', file('list.csv', `email\n${'x\n'.repeat(50)}`));
    expect(stderr.trimEnd().split('\n')).toHaveLength(10);
  });
});

describe('--dry-run and --json', () => {
  it('writes nothing, and says what would be', async () => {
    const { run, file, put, dir } = await listWorld();
    await put({ address: 'a@example.org' }, { address: 'b@example.org' });
    const before = await bytesOf(dir);
    const path = file('list.csv', lines('email,status', 'a@example.org,active', 'b@example.org,unsubscribed', 'c@example.org,active', 'd@example.org,bounced', 'c@example.org,active', 'x,active'));
    const dry = await run('import', path, '--dry-run');
    expect(dry).toMatchObject({ code: 1, stdout: `${path}: 6 rows\n  1 would be added\n  1 would be noted as gone, so that no import makes them active: 1 bounced\n  1 in the list already\n  1 would be turned off: 1 unsubscribed\n  1 the same address again\n  1 refused: 1 not a mail address\nnothing was written\n` });
    expect(await bytesOf(dir)).toEqual(before);
    expect(existsSync(`${path}.refused.csv`)).toBe(false);
    const report = { files: [{ file: path, service: 'plain', rows: 6, taken: 5, refused: { 'not-an-address': 1 }, unreadableTimes: 0 }], added: 1, noted: { unsubscribed: 0, bounced: 1, complained: 0 }, present: 1, turnedOff: { unsubscribed: 1, bounced: 0, complained: 0 }, again: 1 };
    expect(JSON.parse((await run('import', path, '--dry-run', '--json')).stdout)).toEqual({ dryRun: true, ...report });
    expect(JSON.parse((await run('import', path, '--json')).stdout)).toMatchObject({ dryRun: false, ...report, files: [{ refusedFile: `${path}.refused.csv` }] });
  });
});

describe('a large import', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('of 20,000 rows, as Excel writes them, says how far it has come where a person watches, and leaves no folder behind', { timeout: 120_000 }, async () => {
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    expect(tmpdir()).toBe(temporary);
    const { run, file, get, dir } = await listWorld();
    const rows = Array.from({ length: 20_000 }, (_, n) => `reader${n}@example.org;"Name; ${n}";${n % 100 === 0 ? 'unsubscribed' : 'active'}\r\n`);
    const path = file('list.csv', iconv.encode(`E-Mail;Name;Status\r\n${rows.join('')}`, 'utf-16le', { addBOM: true }));
    const tty = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    try {
      const { code, stdout, stderr } = await run('import', path);
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${path}: 20000 rows\n  19800 added\n    200 noted as gone, so that no import makes them active: 200 unsubscribed\n` });
      expect(stderr).toMatch(/ rows read.*of 256 shards written/s);
      expect((await run('import', path, '--json')).stderr).toBe('');
    } finally {
      if (tty) Object.defineProperty(process.stderr, 'isTTY', tty);
      else Reflect.deleteProperty(process.stderr, 'isTTY');
    }
    expect(await get('reader19999@example.org')).toMatchObject({ state: 'active' });
    expect(readdirSync(join(dir, 'subscribers'))).toHaveLength(256);
    expect(readdirSync(temporary).filter((name) => name.startsWith('dawnpost-import-'))).toEqual([]);
  });

  it('that is ended by Ctrl-C leaves no folder behind, and can be run again', { timeout: 120_000 }, async () => {
    const temporary = temporaryFolder();
    const { run, file, dir } = await listWorld();
    const path = file('list.csv', `email\n${Array.from({ length: 300_000 }, (_, n) => `reader${n}@example.org\n`).join('')}`);
    vi.stubEnv('TMPDIR', temporary);
    const child = start('subscribers', 'import', path, '--data', dir);
    const folders = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('dawnpost-import-'));
    await vi.waitFor(() => expect(folders()).toHaveLength(1), { timeout: 60_000, interval: 20 });
    child.process.kill('SIGINT');
    expect((await child.ended).code).not.toBe(0);
    expect(folders()).toEqual([]);
    expect(await run('import', file('few.txt', 'reader1@example.org\n'))).toMatchObject({ code: 0 });
  });
});
