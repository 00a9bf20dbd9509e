import { describe, expect, it } from 'vitest';
import { stringsFor, type Strings } from '../../functions/digest/strings.ts';

const english = stringsFor('en');
const others = ['ar', 'de', 'es', 'fr', 'ja', 'ru'];
const nonLatin = ['ar', 'ja', 'ru'];
const counts = [0, 1, 2, 3, 5, 11, 21, 101, 1000];

/** All that a language says, by key; `@` stands for a name. */
const said = ({ stories, minutes, moreOnWeb, alsoFrom, silent, why, ...fixed }: Strings): Record<string, string> => ({
  ...fixed,
  ...Object.fromEntries(counts.flatMap((n) => [[`stories ${n}`, stories(n)], [`minutes ${n}`, minutes(n)], [`more ${n}`, moreOnWeb(n)]])),
  alsoFrom: alsoFrom('@'),
  weekday: silent('@', '%', true),
  date: silent('@', '%', false),
  why: why('@'),
});

describe.each(others)('the strings in %s', (language) => {
  const strings = stringsFor(language);

  it('are all there, of the same kinds', () => {
    const kinds = (of: Strings) => Object.fromEntries(Object.entries(of).map(([key, value]) => [key, typeof value]));
    expect(kinds(strings)).toEqual(kinds(english));
    for (const value of Object.values(said(strings))) expect(value).toMatch(/\S/);
  });

  it('take no more than is given, and use it', () => {
    for (const key of ['stories', 'minutes', 'moreOnWeb', 'alsoFrom', 'why'] as const) expect(strings[key], key).toHaveLength(1);
    expect(strings.silent.length).toBeGreaterThanOrEqual(2);
    expect(strings.silent.length).toBeLessThanOrEqual(3);
    for (const text of [strings.alsoFrom('@'), strings.why('@'), strings.silent('@', '%', true), strings.silent('@', '%', false)]) expect(text.match(/@/g)).toHaveLength(1);
    for (const isWeekday of [true, false]) expect(strings.silent('@', '%', isWeekday).match(/%/g)).toHaveLength(1);
  });

  it('are not English', () => {
    const inEnglish = said(english);
    for (const [key, value] of Object.entries(said(strings))) expect(value, key).not.toBe(inEnglish[key]);
  });

  it('leave no form unfilled, and do not trail off', () => {
    for (const [key, value] of Object.entries(said(strings))) {
      expect(value, key).not.toContain('#');
      expect(value, key).toBe(value.trim());
    }
  });
});

it.each(nonLatin)('%s has its own script throughout', (language) => {
  for (const [key, value] of Object.entries(said(stringsFor(language)))) expect(value.replace('RSS', ''), key).not.toMatch(/\p{Script=Latin}/u);
});

describe('what is counted', () => {
  it('in English', () => {
    expect([0, 1, 2, 1000].map(english.stories)).toEqual(['0 stories', '1 story', '2 stories', '1,000 stories']);
    expect(english.minutes(3)).toBe('3 min read');
    expect(english.moreOnWeb(12)).toBe('12 more on the web');
  });

  it('in Russian: by the last digits', () => {
    const { stories, moreOnWeb } = stringsFor('ru');
    expect(counts.map(stories)).toEqual([
      '0 новостей', '1 новость', '2 новости', '3 новости', '5 новостей', '11 новостей', '21 новость', '101 новость', '1\u00A0000 новостей',
    ]);
    expect([1, 2, 5, 11, 21, 101].map(moreOnWeb)).toEqual([
      'Ещё 1 новость на сайте', 'Ещё 2 новости на сайте', 'Ещё 5 новостей на сайте', 'Ещё 11 новостей на сайте', 'Ещё 21 новость на сайте', 'Ещё 101 новость на сайте',
    ]);
  });

  it('in Arabic: none, one and the dual by words, then the plural of few, the accusative of many, the genitive of hundreds', () => {
    const { stories, minutes, moreOnWeb } = stringsFor('ar-AE');
    expect(counts.map(stories)).toEqual(['لا أخبار', 'خبر واحد', 'خبران', '3 أخبار', '5 أخبار', '11 خبرًا', '21 خبرًا', '101 خبر', '1,000 خبر']);
    expect([1, 2, 3, 11, 101].map(minutes)).toEqual([
      'مدة القراءة: دقيقة واحدة', 'مدة القراءة: دقيقتان', 'مدة القراءة: 3 دقائق', 'مدة القراءة: 11 دقيقة', 'مدة القراءة: 101 دقيقة',
    ]);
    expect([0, 1, 2, 3, 11, 101].map(moreOnWeb)).toEqual([
      'لا أخبار أخرى على الويب', 'خبر آخر على الويب', 'خبران آخران على الويب', '3 أخبار أخرى على الويب', '11 خبرًا آخر على الويب', '101 خبر آخر على الويب',
    ]);
  });

  it.each([
    ['de', '1 weitere Meldung im Web', '2 weitere Meldungen im Web'],
    ['fr', '1 autre article sur le web', '2 autres articles sur le web'],
    ['es', '1 noticia más en la web', '2 noticias más en la web'],
    ['ja', 'ほか1件をウェブで読む', 'ほか2件をウェブで読む'],
  ])('in %s', (locale, one, two) => expect([1, 2].map(stringsFor(locale).moreOnWeb)).toEqual([one, two]));

  it('in French: nothing is singular', () => expect(stringsFor('fr').stories(0)).toBe('0 article'));

  it('with the digits of the place', () => {
    expect(stringsFor('ar-EG').stories(12)).toBe('١٢ خبرًا');
    expect(stringsFor('de').stories(1000)).toBe('1.000 Meldungen');
  });
});

describe('a feed that is silent', () => {
  const weekday = (locale: string) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' }).format(Date.UTC(2026, 2, 2));
  const date = (locale: string, year?: 'numeric') => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year }).format(Date.UTC(2026, 2, 5));

  it.each([
    ['ru-RU', 'BBC World молчит (первый день без ответа: понедельник).', 'BBC World молчит с 5 марта.', 'BBC World молчит с 5 марта 2026 г.'],
    ['ar-AE', 'لم يصل أي جديد من BBC World منذ يوم الاثنين.', 'لم يصل أي جديد من BBC World منذ 5 مارس.', 'لم يصل أي جديد من BBC World منذ 5 مارس 2026.'],
    ['ja-JP', 'BBC Worldからは月曜日以降、配信がありません。', 'BBC Worldからは3月5日以降、配信がありません。', 'BBC Worldからは2026年3月5日以降、配信がありません。'],
  ])('reads as a sentence in %s, since a weekday as since a date', (locale, ofWeekday, ofDate, ofYear) => {
    const { silent } = stringsFor(locale);
    expect(silent('BBC World', weekday(locale), true)).toBe(ofWeekday);
    expect(silent('BBC World', date(locale), false)).toBe(ofDate);
    expect(silent('BBC World', date(locale, 'numeric'), false)).toBe(ofYear);
  });

  it('and any sentence in Arabic begins with Arabic, so that it runs from right to left', () => {
    const { silent, why, alsoFrom } = stringsFor('ar');
    for (const sentence of [silent('BBC', 'x', true), silent('BBC', 'x', false), why('BBC'), alsoFrom('BBC')]) expect(sentence).toMatch(/^\p{Script=Arabic}/u);
  });
});

describe('the language of a tag', () => {
  it.each([['ru-RU', 'ru'], ['ar-EG', 'ar'], ['ja-JP', 'ja'], ['de-Latn-AT', 'de'], ['FR-ca', 'fr'], ['es-419', 'es'], ['en-GB', 'en']])('%s reads %s', (tag, language) => {
    expect(stringsFor(tag).unsubscribe).toBe(stringsFor(language).unsubscribe);
  });

  it.each(['pl', 'xx-ar', 'constructor', '__proto__'])('%s, which is not there, reads English', (tag) => {
    expect(said(stringsFor(tag))).toEqual(said(english));
  });
});
