import { afterAll, describe, expect, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { looks } from './pages.ts';

const started = await startBrowser();
describe('on narrow screens and wide', () => {
  if (started.kind === 'missing') return void it.skip(`is not looked at: ${started.why}`, () => {});
  const { browser } = started;
  afterAll(() => browser.close());
  const opened = browser.tab();

  it.each(looks)('$name is no wider than the screen', async ({ html }) => {
    const tab = await opened;
    await tab.show(html);
    const tooWide: string[] = [];
    for (const width of [320, 375, 600]) {
      await tab.set(width, 'light');
      const is = await tab.ask<number>('document.documentElement.scrollWidth');
      if (is > width) tooWide.push(`${is} at ${width}: ${(await tab.ask<string[]>(widest)).join(' | ')}`);
    }
    expect(tooWide).toEqual([]);
    expect(tab.offences).toEqual([]);
  });
});

/** The innermost elements that stick out, for the message. */
const widest = `[...document.body.querySelectorAll('*')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 || one.getBoundingClientRect().left < -0.5 || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
  .filter((one, _, all) => !all.some((other) => other !== one && one.contains(other)))
  .slice(0, 5).map((one) => one.outerHTML.slice(0, 160))`;
