/** Pictures of every look, kept in build/pictures for people to look at. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { looks, picturesOf } from './pages.ts';
import { readPng } from './png.ts';
import { schemes } from './tab.ts';

const folder = fileURLToPath(new URL('../../build/pictures', import.meta.url));
/** What a browser paints in one piece: taller pages are cut here. */
const tallest = 16_000;

const started = await startBrowser();
describe('pictures', () => {
  if (started.kind === 'missing') return void it.skip(`are not taken: ${started.why}`, () => {});
  const { browser } = started;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  afterAll(() => browser.close());
  const opened = browser.tab();

  it.each(looks)('of $name, light and dark', async ({ name, html, issue }) => {
    const tab = await opened;
    await tab.show(html);
    for (const scheme of schemes) {
      for (const width of [375, 600]) {
        await tab.set(width, scheme);
        const screen = await tab.ask<number>('innerHeight');
        const height = Math.min(tallest, await tab.ask<number>('Math.max(innerHeight, document.documentElement.scrollHeight)'));
        const path = join(folder, `${name}-${width}-${scheme}.png`);
        // Beyond the screen the browser shifts a short page that runs from right to left.
        await tab.page.screenshot({ path, clip: { x: 0, y: 0, width, height }, captureBeyondViewport: height > screen, optimizeForSpeed: true });
        const taken = readPng(readFileSync(path));
        expect(taken).toMatchObject({ width, height });
        // Text alone has many shades at its edges.
        expect(taken.colours).toBeGreaterThan(10);
      }
    }
    // Only pictures that the issue names were asked for.
    const named = issue ? picturesOf(issue) : [];
    expect(tab.pictures.filter((url) => !named.includes(url))).toEqual([]);
    expect(tab.offences).toEqual([]);
  });
});
