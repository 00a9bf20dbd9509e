import axe from 'axe-core';
import { DomUtils, parseDocument } from 'htmlparser2';
import { afterAll, describe, expect, it } from 'vitest';
import { type View, viewOf } from '../../functions/digest/view.ts';
import { startBrowser } from './browser.ts';
import { issues } from './issues.ts';
import { issueLooks, looks, mailOf } from './pages.ts';
import { schemes } from './tab.ts';

const started = await startBrowser();
describe('for readers with and without sight', () => {
  if (started.kind === 'missing') return void it.skip(`is not tried: ${started.why}`, () => {});
  const { browser } = started;
  afterAll(() => browser.close());
  const opened = browser.tab();

  it.each(looks)('axe finds nothing serious in $name', async ({ html }) => {
    const tab = await opened;
    await tab.show(html);
    await tab.page.evaluate(axe.source);
    const found = new Set<string>();
    for (const scheme of schemes) {
      for (const width of [375, 600]) {
        await tab.set(width, scheme);
        for (const line of await tab.ask<string[]>(violations)) found.add(`${scheme} ${width}: ${line}`);
      }
    }
    expect([...found].slice(0, 20)).toEqual([]);
    expect(tab.offences).toEqual([]);
  });

  it.each(issueLooks)('$name reads from top to bottom without its styles, under headings that skip no level', async ({ html, issue, kind }) => {
    const tab = await opened;
    await tab.show(html);
    await tab.set(375, 'light');
    await tab.page.evaluate(withoutStyles);
    const headings = await tab.ask<Heading[]>(allHeadings);
    expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
    expect(skipped(headings)).toEqual([]);
    expect(missing(outlineOf(viewOf(issue!, kind as 'mail' | 'page')), headings)).toEqual([]);
    // What stands further down on the screen stands further down in the source.
    expect(headings.map(({ top }) => top)).toEqual(headings.map(({ top }) => top).toSorted((a, b) => a - b));
  });

  it('would be noticed', async () => {
    const tab = await opened;
    await tab.show(mailOf(issues.english).replace('</h2>', '</h2><p style="color:#999;background:#888">faint</p><img src="data:,"><h4>deep</h4>'));
    await tab.page.evaluate(axe.source);
    await tab.set(375, 'light');
    expect((await tab.ask<string[]>(violations)).map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['color-contrast', 'image-alt']));
    expect(skipped(await tab.ask<Heading[]>(allHeadings))).toEqual(['h4 "deep" follows h2']);
  });
});

describe('pictures', () => {
  it.each(looks)('have words, and room before they are there: $name', ({ html }) => {
    const pictures = DomUtils.getElementsByTagName('img', parseDocument(html));
    const lacking = pictures.filter(({ attribs }) => !['alt', 'width', 'height'].every((name) => Object.hasOwn(attribs, name)));
    expect(lacking.map(({ attribs }) => attribs)).toEqual([]);
  });
});

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly top: number;
}

/** What axe calls serious or critical, a line for each element: the rule, where, and what is wrong. */
const violations = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' at ' + target.join(' ') + ': ' + failureSummary.replace(/\\s+/g, ' '))))`;

const withoutStyles = `for (const one of document.querySelectorAll('style, link[rel=stylesheet]')) one.remove();
for (const one of document.querySelectorAll('[style]')) one.removeAttribute('style');`;

const allHeadings = `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .map((one) => ({ level: Number(one.tagName[1]), text: one.textContent.trim(), top: one.getBoundingClientRect().top }))`;

const skipped = (headings: readonly Heading[]): string[] =>
  headings.flatMap(({ level, text }, n) => (level > (headings[n - 1]?.level ?? 0) + 1 ? [`h${level} "${text.slice(0, 60)}" follows ${n === 0 ? 'nothing' : `h${headings[n - 1]!.level}`}`] : []));

/** The lead, which stands for itself, then each section with its stories. Other headings may stand between. */
const outlineOf = ({ lead, sections }: View): Pick<Heading, 'level' | 'text'>[] => [
  ...(lead ? [{ level: 2, text: lead.story.title }] : []),
  ...sections.flatMap(({ title, stories }) => [{ level: 2, text: title }, ...stories.map((story) => ({ level: 3, text: story.title }))]),
];

/** What of the outline is not there in its place. */
function missing(outline: readonly Pick<Heading, 'level' | 'text'>[], headings: readonly Heading[]): string[] {
  let from = 0;
  return outline.flatMap(({ level, text }) => {
    const at = headings.findIndex((heading, n) => n >= from && heading.level === level && heading.text === text);
    if (at < 0) return [`h${level} "${text}"`];
    from = at + 1;
    return [];
  });
}
