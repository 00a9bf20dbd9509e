import { describe, expect, it } from 'vitest';
import { timeOf } from '../../cli/subscribers/dates.ts';
import { importTime, lines, listWorld } from './subscribers-world.ts';

describe('the export of Mailchimp', () => {
  const head = 'Email Address,First Name,Address,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP';
  const subscribed = lines(
    `${head},LAST_CHANGED,LEID,TAGS`,
    'ann@example.org,Ann,"1 Example Road, London",2,"2023-05-01 12:34:56",192.0.2.1,"2023-05-01 12:40:00",192.0.2.2,"2024-01-01 00:00:00",1,"""news"",""weekly"""',
    'ben@example.org,Ben,,2,,,,,"2024-01-01 00:00:00",2,',
  );

  it('gives subscribers with the proof of their consent', async () => {
    const { run, file, get } = await listWorld();
    const path = file('subscribed_email_audience_export_1a2b.csv', subscribed);
    expect(await run('import', path)).toEqual({ code: 0, stderr: '', stdout: `${path}: 2 rows, as Mailchimp exports them\n  2 added\n` });
    expect(await get('ann@example.org')).toEqual({
      address: 'ann@example.org', state: 'active', since: '2023-05-01T12:40:00.000Z', token: expect.stringMatching(/^[\w-]{22}$/) as string,
      consent: { at: '2023-05-01T12:34:56.000Z', text: 'imported from Mailchimp', source: 'subscribed_email_audience_export_1a2b.csv of Mailchimp, from 192.0.2.1', confirmed: '2023-05-01T12:40:00.000Z' },
    });
    expect(await get('ben@example.org')).toMatchObject({ since: importTime, consent: { at: importTime, source: 'subscribed_email_audience_export_1a2b.csv of Mailchimp' } });
  });

  it('gives who has left and who bounced, by the columns or by the name of the file', async () => {
    const { run, file, get } = await listWorld();
    const left = file('left.csv', lines(`${head},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,LEID`, 'lea@example.org,,,2,"2023-05-01 12:34:56",,,,"2024-02-03 04:05:06",Hello,3'));
    const cleaned = file('bad.csv', lines(`${head},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID`, 'bo@example.org,,,2,,,,,"2024-03-04 05:06:07",Hello,4'));
    const named = file('unsubscribed_members_export_9.csv', lines(`${head},LAST_CHANGED,LEID`, 'una@example.org,,,2,,,,,,5'));
    expect((await run('import', left, cleaned, named)).stdout).toContain('  0 added\n  3 noted as gone, so that no import makes them active: 2 unsubscribed, 1 bounced\n');
    expect(await get('lea@example.org')).toMatchObject({ state: 'unsubscribed', since: '2024-02-03T04:05:06.000Z', consent: { at: '2023-05-01T12:34:56.000Z' } });
    expect(await get('bo@example.org')).toMatchObject({ state: 'bounced', since: '2024-03-04T05:06:07.000Z' });
    expect(await get('bo@example.org')).not.toHaveProperty('consent');
    expect(await get('una@example.org')).toMatchObject({ state: 'unsubscribed' });
  });

  it('does not give those who never asked for mail, nor take a merge field for a state', async () => {
    const { run, file, get } = await listWorld();
    const never = file('nonsubscribed_email_audience_export_1.csv', lines(`${head},LAST_CHANGED,LEID`, 'cus@example.org,,,2,,,,,,5'));
    const old = file('subscribed_members_export_1.csv', lines(`${head},UNSUB_TIME,LAST_CHANGED`, 'old@example.org,,,2,"2023-05-01 12:34:56",,,,,'));
    expect(await run('import', never, old)).toMatchObject({ code: 1, stdout: expect.stringContaining('  1 refused: 1 never subscribed\n') as string });
    expect(await get('cus@example.org')).toBeUndefined();
    expect(await get('old@example.org')).toMatchObject({ state: 'active' });
  });
});

describe('the export of Buttondown', () => {
  it('is read by type, in its old columns and its new ones', async () => {
    const { run, file, get } = await listWorld();
    const types = { regular: 'active', premium: 'active', gifted: 'active', churned: 'active', past_due: 'active', Unsubscribed: 'unsubscribed', removed: 'unsubscribed', complained: 'complained', undeliverable: 'bounced', spammy: 'bounced' };
    const path = file('subscribers.csv', lines(
      'id,creation_date,email_address,type,ip_address,tags,undeliverability_date,undeliverability_reason,unsubscription_date',
      ...Object.keys(types).map((type) => `1,2022-08-24T14:15:22.123456+02:00,${type.toLowerCase()}@example.com,${type},192.0.2.9,"a,b",2024-01-02T00:00:00Z,hard bounce,2024-05-06T00:00:00Z`),
      ...['unactivated', 'blocked', 'upcoming'].map((type) => `1,2022-08-24T14:15:22Z,${type}@example.com,${type},,,,,`),
    ));
    const { code, stdout } = await run('import', path);
    expect(code).toBe(1);
    expect(stdout).toContain('as Buttondown exports them');
    expect(stdout).toContain('3 refused: 1 has not confirmed, 1 blocked by the service, 1 a state that is not known');
    for (const [type, state] of Object.entries(types)) expect(await get(`${type}@example.com`)).toMatchObject({ state });
    expect(await get('regular@example.com')).toMatchObject({ since: '2022-08-24T12:15:22.123Z', consent: { at: '2022-08-24T12:15:22.123Z', source: 'subscribers.csv of Buttondown, from 192.0.2.9' } });
    expect(await get('undeliverable@example.com')).toMatchObject({ since: '2024-01-02T00:00:00.000Z', reason: 'hard bounce' });
    expect(await get('unsubscribed@example.com')).toMatchObject({ since: '2024-05-06T00:00:00.000Z' });
    const old = file('old.csv', lines('email,creation_date,subscriber_type,notes', 'olga@example.org,2019-08-24T14:15:22Z,regular,"two\nlines"'));
    expect(await run('import', old)).toMatchObject({ code: 0 });
    expect(await get('olga@example.org')).toMatchObject({ state: 'active', since: '2019-08-24T14:15:22.000Z' });
  });
});

describe('the export of Substack', () => {
  it('is read by whether mail is disabled; who pays does not matter', async () => {
    const { run, file, get } = await listWorld();
    const path = file('email_list.example.csv', lines(
      'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at',
      'free@example.org,false,,other,false,2024-01-15T10:00:00.000Z,',
      'paid@example.org,true,2026-12-01T00:00:00.000Z,monthly,false,2024-02-01,2024-02-01T10:00:00.000Z',
      'off@example.org,false,,other,true,2024-03-01T10:00:00.000Z,',
    ));
    expect((await run('import', path)).stdout).toMatch(/as Substack exports them\n {2}2 added\n {2}1 noted as gone.*: 1 unsubscribed\n$/);
    expect(await get('paid@example.org')).toMatchObject({ state: 'active', since: '2024-02-01T00:00:00.000Z' });
    expect(await get('off@example.org')).toMatchObject({ state: 'unsubscribed', since: importTime, consent: { at: '2024-03-01T10:00:00.000Z' } });
  });
});

describe('the export of listmonk', () => {
  it('is read by status, and by the subscription where it is there', async () => {
    const { run, file, get } = await listWorld();
    const row = (name: string, status: string, more = '') => `0b1c,${name}@example.org,${name},"{""city"": ""Berlin, Mitte""}",${status},2024-05-14 09:06:24.123456 +0530 IST,2025-01-02 03:04:05 +0000 UTC${more}`;
    const head = 'uuid,email,name,attributes,status,created_at,updated_at';
    const path = file('subscribers.csv', lines(head, row('en', 'enabled'), row('dis', 'disabled'), row('block', 'blocklisted'), row('odd', 'new')));
    const { stdout } = await run('import', path);
    expect(stdout).toContain('as listmonk exports them\n  a file of listmonk does not say who has confirmed: of a list with double opt-in');
    expect(stdout).toContain('1 refused: 1 a state that is not known');
    expect(await get('en@example.org')).toMatchObject({ state: 'active', since: '2024-05-14T03:36:24.123Z' });
    expect(await get('dis@example.org')).toMatchObject({ state: 'unsubscribed', since: '2025-01-02T03:04:05.000Z' });
    expect(await get('block@example.org')).toMatchObject({ state: 'unsubscribed' });
    const perList = file('list.csv', lines(`${head},subscription_status`, row('con', 'enabled', ',confirmed'), row('un', 'enabled', ',unconfirmed'), row('gone', 'enabled', ',unsubscribed')));
    expect((await run('import', perList)).stdout).toMatch(/them\n {2}1 added\n {2}1 noted .*\n {2}1 refused: 1 has not confirmed\n/);
    expect(await get('gone@example.org')).toMatchObject({ state: 'unsubscribed' });
  });
});

describe('a plain file', () => {
  it.each([
    ['an address a line', 'ann@example.org\n\nben@example.org\n'],
    ['no line end at the end', 'ann@example.org\nben@example.org'],
    ['names before the addresses', 'Ann A <ann@example.org>\n"B, Ben" <ben@example.org>\n'],
    ['a column named E-Mail', 'Name,E-Mail\nAnn,ann@example.org\nBen,ben@example.org\n'],
    ['a column named EMAIL ADDRESS', 'EMAIL ADDRESS,Name\nann@example.org,Ann\nben@example.org,Ben\n'],
    ['a column named address', 'name;address\nAnn;ann@example.org\nBen;ben@example.org\n'],
    ["a column with e-mail in its name, beside a house's address", 'Address,Your e-mail\n1 Road,ann@example.org\n2 Road,ben@example.org\n'],
    ['a column named in another language', 'Nom,Courriel\nAnn,ann@example.org\nBen,ben@example.org\n'],
    ['cells without names', 'Ann,ann@example.org\nBen,ben@example.org\n'],
  ])('with %s', async (_, content) => {
    const { run, file, get } = await listWorld();
    expect(await run('import', file('list.txt', content))).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 2 rows\n {2}2 added\n$/) as string });
    expect(await get('ben@example.org')).toMatchObject({ state: 'active', since: importTime, consent: { at: importTime, text: 'imported from a file', source: 'list.txt' } });
  });

  it('says by its columns or its name who is no subscriber', async () => {
    const { run, file, get } = await listWorld();
    const status = file('a.csv', lines('email,status', 'a@example.org,Subscribed', 'b@example.org,Unsubscribed', 'c@example.org,bounced', 'd@example.org,VIP', 'e@example.org,pending', 'f@example.org,'));
    expect((await run('import', status)).stdout).toMatch(/ {2}2 added\n {2}2 noted .*: 1 unsubscribed, 1 bounced\n {2}2 refused: 1 a state that is not known, 1 has not confirmed\n/);
    const ghost = file('members.csv', lines('id,email,name,subscribed_to_emails,created_at', '1,g@example.org,G,true,2024-05-14T09:06:24.000Z', '2,h@example.org,H,false,2024-05-14T09:06:24.000Z'));
    await run('import', ghost, file('my unsubscribers.txt', 'i@example.org\n'), file('bounces.txt', 'j@example.org\n'));
    expect(await get('g@example.org')).toMatchObject({ state: 'active', since: '2024-05-14T09:06:24.000Z' });
    expect(await Promise.all(['h', 'i', 'j'].map(async (name) => (await get(`${name}@example.org`))?.state))).toEqual(['unsubscribed', 'unsubscribed', 'bounced']);
  });
});

describe('a file with columns of its own', () => {
  it('is taken by its rows and not by its name, and refused where these can’t be understood', async () => {
    const { run, file, get } = await listWorld();
    await run('import', file('subscribers-no-bounces.csv', lines('email,status', 'a@example.org,active')));
    expect(await get('a@example.org')).toMatchObject({ state: 'active' });
    const odd = file('odd.csv', lines('email,subscribed,unsubscribed_at', 'b@example.org,yes,NULL', 'c@example.org,2024-03-01,', 'd@example.org,no,', 'e@example.org,yes,2025-01-02', 'f@example.org,yes,gone'));
    expect((await run('import', odd)).stdout).toContain('2 refused: 2 a state that is not known');
    expect(await Promise.all(['b', 'c', 'd', 'e', 'f'].map(async (name) => (await get(`${name}@example.org`))?.state))).toEqual(['active', undefined, 'unsubscribed', 'unsubscribed', undefined]);
  });
});

describe('what a file is', () => {
  it('--from says, where the columns do not', async () => {
    const { run, file, get } = await listWorld();
    const path = file('x.csv', lines('email,type', 'ann@example.org,regular', 'ben@example.org,unsubscribed'));
    expect(await run('import', path, '--from', 'buttondown', '--dry-run')).toMatchObject({ code: 0, stdout: expect.stringContaining('1 would be noted as gone') as string });
    const mailchimp = file('y.csv', lines('Email Address,OPTIN_TIME,LEID,UNSUB_TIME', 'ann@example.org,,1,2024-01-01 00:00:00'));
    await run('import', mailchimp, '--from', 'plain');
    expect(await get('ann@example.org')).toMatchObject({ state: 'active' });
    expect(await run('import', path, '--from', 'hotmail')).toMatchObject({ code: 2 });
  });

  it('exits with 2, and writes nothing, where a file holds no addresses', async () => {
    const { run, file, get, dir } = await listWorld();
    const good = file('good.txt', 'ann@example.org\n');
    for (const [bad, why] of [
      [file('a.csv', 'Name,Town\nAnn,Rome\n'), 'no column of addresses: name one email in its first line, which has: Name, Town'],
      [file('two.csv', 'home_email,work_email\na@example.org,b@example.org\n'), 'no column of addresses'],
      [file('b.csv', ''), 'it is empty'],
      [file('c.xlsx', 'PK\u0003\u0004....'), 'it is a ZIP or a spreadsheet'],
      [file('d.refused.csv', 'file,line,address,reason\r\nx.csv,3,c@example.org,has not confirmed\r\n'), 'it is what an import refused'],
      [dir, 'it is a folder'],
      [`${dir}/none.csv`, 'there is no such file'],
    ] as const) expect(await run('import', good, bad)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) as string });
    expect(await run('import', good, '--from', 'mailchimp')).toMatchObject({ code: 2, stderr: expect.stringContaining('as an export of Mailchimp has it') as string });
    expect(await get('ann@example.org')).toBeUndefined();
  });
});

describe('times', () => {
  it.each([
    ['2023-05-01 12:34:56', '2023-05-01T12:34:56.000Z'], ['2023-05-01', '2023-05-01T00:00:00.000Z'], ['2023-05-01T12:34', '2023-05-01T12:34:00.000Z'],
    ['2023-05-01T12:34:56.789012+02:00', '2023-05-01T10:34:56.789Z'], ['2023-05-01 12:34:56 -0330 NST', '2023-05-01T16:04:56.000Z'], [' 2024-02-29 ', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined], ['2023-02-31', undefined], ['2023-13-01', undefined], ['2023-05-01 25:00:00', undefined], ['5/1/23 12:34', undefined], ['1682944496', undefined], ['', undefined], ['2027-01-01', undefined],
  ])('%j', (written, expected) => expect(timeOf(written, new Date(importTime))).toBe(expected));

  it('that can not be read are counted', async () => {
    const { run, file, get } = await listWorld();
    const path = file('a.csv', lines('email,created_at', 'ann@example.org,5/1/23 12:34', 'ben@example.org,2023-05-01'));
    expect((await run('import', path)).stdout).toContain('1 time could not be read; where a row has no other, that of the import stands for it');
    expect(await get('ann@example.org')).toMatchObject({ since: importTime });
  });
});
