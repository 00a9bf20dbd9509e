/** What a validator says of the markup, and what mail clients are known not to understand of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { caniemail, rawData } from 'caniemail';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { looks, mailOf } from './pages.ts';
import { issues } from './issues.ts';

const presets = ['html-validate:a11y', 'html-validate:document', 'html-validate:standard'];

/** What a mail must do that a web page should not. */
const ofMail = {
  // Outlook for Windows lays out by the attributes of HTML 3.2, in tables: align, border, cellpadding, hspace.
  'no-deprecated-attr': 'off',
  // MJML's outermost div is an article by its role: clients know and keep a div, not an <article>.
  'prefer-native-element': 'off',
} as const;

describe('a validator', () => {
  const strict = new HtmlValidate(new StaticConfigLoader({ extends: presets }));
  const forMail = new HtmlValidate(new StaticConfigLoader({ extends: presets, rules: ofMail }));

  it.each(looks)('has nothing against $name', async ({ html, kind }) => {
    const { results } = await (kind === 'site' ? strict : forMail).validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId}, line ${line}: ${message}`))).toEqual([]);
  });
});

const clients = [
  'apple-mail.ios', 'apple-mail.macos',
  'gmail.android', 'gmail.desktop-webmail', 'gmail.ios', 'gmail.mobile-webmail',
  'outlook.android', 'outlook.ios', 'outlook.macos', 'outlook.windows', 'outlook.windows-mail',
  'yahoo.android', 'yahoo.desktop-webmail', 'yahoo.ios', 'aol.desktop-webmail',
  'samsung-email.android', 'thunderbird.macos', 'protonmail.desktop-webmail', 'hey.desktop-webmail', 'fastmail.desktop-webmail',
  'mail-ru.desktop-webmail', 'orange.desktop-webmail', 'sfr.desktop-webmail', 'laposte.desktop-webmail',
] as const;

const newestFirst = new Intl.Collator('en', { numeric: true });

/**
 * The package throws where nobody has tried a feature in a client, which here
 * counts as unknown, and takes version 9 for newer than 10: so each client has
 * its newest version alone.
 */
for (const { stats } of rawData.data) {
  for (const client of clients) {
    const [family, platform] = client.split('.') as [string, string];
    const platforms = ((stats as unknown as Record<string, Record<string, Record<string, string>>>)[family] ??= {});
    const tried = Object.entries(platforms[platform] ?? {}).toSorted(([a], [b]) => newestFirst.compare(b, a));
    platforms[platform] = Object.fromEntries(tried.length > 0 ? tried.slice(0, 1) : [['never', 'u']]);
  }
}

/** By the name of the feature, as caniemail.com has it: the clients that do not support it. */
type Unsupported = Readonly<Record<string, readonly string[]>>;

const baseline = new URL('./caniemail-baseline.json', import.meta.url);

/** Of the rich mail, and of the one that runs the other way. */
function unsupported(): Unsupported {
  const pairs = [issues.english, issues.arabic].flatMap((issue) =>
    [...caniemail({ clients: [...clients], html: mailOf(issue) }).issues.errors].flatMap(([client, found]) => found.map(({ title }) => ({ title, client }))),
  );
  const titles = [...new Set(pairs.map(({ title }) => title))].toSorted();
  return Object.fromEntries(titles.map((title) => [title, [...new Set(pairs.filter((pair) => pair.title === title).map(({ client }) => client as string))].toSorted()]));
}

const lines = (features: Unsupported): string[] => Object.entries(features).flatMap(([title, by]) => by.map((client) => `${title}: ${client}`));

describe('what some mail clients do not understand', () => {
  it('is what is on record; write the record anew with UPDATE_BASELINE=1', () => {
    const found = unsupported();
    if (process.env['UPDATE_BASELINE'] === '1') writeFileSync(baseline, `${JSON.stringify(found, null, 2)}\n`);
    const known = lines(JSON.parse(readFileSync(baseline, 'utf8')) as Unsupported);
    const now = lines(found);
    expect({
      'used now, and not on record': now.filter((line) => !known.includes(line)),
      'on record, and used no more': known.filter((line) => !now.includes(line)),
    }).toEqual({ 'used now, and not on record': [], 'on record, and used no more': [] });
  });
});
