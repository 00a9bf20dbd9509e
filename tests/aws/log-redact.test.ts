import { describe, expect, it } from 'vitest';
import { redact, redactAll, redactError } from '../../functions/aws/redact.ts';
import { diceOf } from '../faults/dice.ts';

const sentence = (address: string) => `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${address}, arn:aws:ses:eu-west-1:123456789012:identity/x`;

describe('what looks like a mail address', () => {
  it.each([
    ['an address', 'jane.doe+news@mail.example.org'],
    ['without a dot in its domain', 'jane@localhost'],
    ['at an IP address', 'jane@[IPv6:2001:db8::1]'],
    ['quoted', '"jane doe"@example.org'],
    ['quoted, with all that may stand in quotes', String.raw`"very.(),:;<>[]\".VERY.\"very@\\ \"very\".unusual"@strange.example.com`],
    ['quoted in parts', '"jane".doe."of york"@example.org'],
    ['international', '用户@例子.广告'],
    ['with a wide @', 'jane＠example.org'],
    ['in ASCII of an international domain', 'jane@xn--fsqu00a.xn--4rr70v'],
    ['with an apostrophe and other rare letters', "o'brien!#$%&*/=?^_`{|}~-@example.org"],
    ['percent-encoded', 'jane%2Bnews%40example.org'],
    ['percent-encoded twice', 'jane%252Bnews%2540example.org'],
    ['quoted and percent-encoded', '%22jane%20doe%22%40example.org'],
    ['in HTML', 'jane&#64;example.org'],
    ['in a string of a program', String.raw`jane\u0040example.org`],
    ['with an @ too many', 'jane@home@example.org'],
  ])('is taken out: %s', (_, address) => {
    for (const text of [address, `<${address}>`, `mailto:${address}?subject=x`, `https://example.com/?e=${address}&x=1`, sentence(address)]) {
      expect(redact(text)).toContain('[address]');
      expect(redact(text)).not.toMatch(/jane|doe|york|very|example\.org|strange|localhost|2001|用户|例子|brien|xn--|home/);
    }
    expect(redact(sentence(address))).toMatch(/^Email address is not verified\. The following .* EU-WEST-1: (\[address\])+, arn:aws:ses:.*identity\/x$/);
  });

  it.each([
    'https://medium.example/feed/@jane',
    'https://social.example/@jane.rss',
    'file:///var/task/index.mjs:12:34',
    '1 @ 2, @jane, a@, 100%40, "@"',
    'at async handler (file:///var/task/index.mjs:1:2) status=404 count=400',
  ])('is not all that has an @: %s', (text) => expect(redact(text)).toBe(text));

  it('is found wherever it stands, however it is written', () => {
    const dice = diceOf('addresses');
    let rolls = 0;
    const random = () => dice(rolls++);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const word = (letters: string, length: number) => Array.from({ length }, () => pick([...letters])).join('');
    const quoted = () => `"${Array.from({ length: 1 + Math.floor(random() * 20) }, () => pick(['q', 'w', ' ', '@', ',', '<', '>', '(', ';', String.raw`\"`, String.raw`\\`, '.'])).join('')}zq"`;
    const local = () => pick([() => `l${word("abc.019!#$%&'*+-/=?^_`{|}~", 12)}l`, quoted, () => word('äλж用あع', 6)])();
    const domain = () => pick([() => `${word('abc019', 8)}.example`, () => `${word('äλж用あ', 5)}.例え`, () => '[192.0.2.77]', () => 'mx.LOCALDOMAIN'])();
    const spelled: readonly ((address: string) => string)[] = [
      (address) => address,
      encodeURIComponent,
      (address) => encodeURIComponent(encodeURIComponent(address)),
      (address) => JSON.stringify({ to: address }),
      (address) => `mailto:${encodeURIComponent(address)}?to=x`,
      (address) => `<${address}>`,
    ];
    for (let n = 0; n < 5000; n += 1) {
      const [name, host] = [local(), domain()];
      const spell = pick(spelled);
      const text = `${pick(['', 'for ', 'to: ', '550 5.1.1 ', '"Jane Doe" <x@y.example>, ', '("'])}${spell(`${name}@${host}`)}${pick(['', ' ', ', next', '.', ')', '; a@b.example'])}`;
      const said = redact(text);
      for (const part of [spell(name).replace(/^\{"to":|\}$/g, ''), spell(host), host]) expect([text, said.includes(part)]).toEqual([text, false]);
    }
  });

  it('takes no longer than its length, whatever it is made of', () => {
    // A scan that looked twice at a part would not end within the test's time.
    for (const unit of ['a', 'a.', '@', 'a@', '"@', '"a" ', '%25', '&#0', '\\"', '".', '@[', 'a@[', '"@x ', '\\', '"\\']) {
      const text = unit.repeat(200_000 / unit.length);
      expect([unit, redact(`${text} jane@example.org`).includes('jane')]).toEqual([unit, false]);
      expect([unit, redact(`"${text}"@example.org`).includes('example.org')]).toEqual([unit, false]);
    }
  });
});

describe('the facts of a line', () => {
  it('hold none at any depth, in keys, errors and their causes', () => {
    const error = Object.assign(new TypeError('no jane@example.org', { cause: new Error('for jane@example.org') }), { Error: { Message: 'jane@example.org' } });
    const facts = { 'jane@example.org': [{ deep: ['x', { 'jane@example.org': 'jane@example.org' }] }], error, url: new URL('mailto:jane@example.org'), bytes: Buffer.from('jane@example.org') };
    const said = JSON.stringify(redactAll(facts));
    expect(said).not.toMatch(/jane|example/);
    expect(said).toContain('"name":"TypeError","message":"no [address]"');
    expect(said).toContain('for [address]');
  });

  it('are what JSON can say, and never endless', () => {
    const circle: Record<string, unknown> = { infinite: -Infinity, big: 12n, nothing: null, missing: undefined, yes: true, at: new Date(0) };
    circle['again'] = circle;
    expect(redactAll({ circle })).toEqual({ circle: { infinite: '-Infinity', big: '12', nothing: null, missing: undefined, yes: true, at: '1970-01-01T00:00:00.000Z', again: '…' } });
    expect(JSON.stringify(redactAll({ text: 'x'.repeat(1_000_000) })).length).toBeLessThan(10_000);
    const deep = JSON.parse(`${'['.repeat(5000)}"jane@example.org"${']'.repeat(5000)}`) as unknown;
    expect(JSON.stringify(redactAll(deep))).not.toContain('jane');
  });
});

describe('an error that leaves a function', () => {
  it('says what it said, without addresses, and keeps no fact that Lambda would log', () => {
    const thrown = Object.assign(new RangeError('jane@example.org is too long', { cause: 'jane@example.org' }), { $metadata: { httpStatusCode: 400 }, to: 'jane@example.org' });
    const error = redactError(thrown);
    expect(error).toMatchObject({ name: 'RangeError', message: '[address] is too long' });
    expect(error.stack).toMatch(/^RangeError: \[address\] is too long\n +at /);
    expect((error.cause as Error).message).toBe('[address]');
    expect(Object.keys(error)).toEqual([]);
    expect(redactError({ to: 'jane@example.org' }).message).toBe('{"to":"[address]"}');
    expect(redactError(undefined).message).toBe('undefined');
  });

  it('ends where its causes go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(redactError(error).message).toBe('a');
  });
});
