/** From joining to leaving in a real browser, without script and by keyboard alone, on what `npm run demo` starts. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { readMails } from '../../cli/demo/mails.ts';
import { localStack } from '../../cli/local/stack.ts';
import { subscribersKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { temporaryFolder } from '../fixtures.ts';
import { startBrowser } from '../look/browser.ts';

const bin = fileURLToPath(new URL('../../cli/demo.js', import.meta.url));
const started = await startBrowser();

/** The demo in a process of its own, once it listens. */
async function startDemo(dir: string): Promise<string> {
  const child = spawn(process.execPath, [bin, '--no-open', '--port', '0', '--data', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGTERM'));
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const origin = /joins: (http:\/\/localhost:\d+)\/subscribe/.exec(said)?.[1];
      if (origin) resolve(origin);
    });
  });
}

/** Presses the tab key until what has that text, or that name, has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const label = (await page.evaluate('(({ textContent, name, value, labels }) => [textContent, name, value, ...[...(labels ?? [])].map((one) => one.textContent)].join(" | "))(document.activeElement)')) as string;
    if (label.includes(wanted)) {
      const ring = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      if (ring === 'none') throw new Error(`${wanted} has the focus and does not show it`);
      return;
    }
  }
  throw new Error(`the tab key does not come to ${wanted}`);
}

const press = async (page: Page, key: 'Enter' | 'Space'): Promise<void> => void (await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]));
const textOf = (page: Page, selector: string): Promise<unknown> => page.evaluate(`document.querySelector('${selector}').textContent.trim()`);
const heading = (page: Page): Promise<unknown> => textOf(page, 'h1');

describe('from joining to leaving', () => {
  if (started.kind === 'missing') return void it.skip(`is not tried: ${started.why}`, () => {});
  const { browser } = started;
  afterAll(() => browser.close());

  it('goes by keyboard, without script, cookie or any other server', { timeout: 120_000 }, async () => {
    const dir = join(temporaryFolder(), 'demo');
    const origin = await startDemo(dir);
    const stack = await localStack(dir);
    const address = 'new.reader@example.org';
    const id = subscriberId(address);
    const record = async () => (await read<Roster>(stack.store, subscribersKey(shardOfId(id))))?.subscribers[id];
    const { page, offences } = await browser.visit();
    await page.setViewport({ width: 375, height: 800 });

    await page.goto(`${origin}/subscribe`);
    await tabTo(page, 'address');
    await page.keyboard.type(address);
    await press(page, 'Enter');
    expect(await heading(page)).toBe('Look into your mailbox');
    expect(await record()).toBeUndefined();

    const [mail] = await readMails(join(dir, 'outbox'));
    expect(mail).toMatchObject({ to: address });
    const link = new RegExp(`${origin}/confirm/\\S+`).exec(mail!.text)![0];
    await page.goto(link);
    await page.reload();
    expect(await record()).toBeUndefined();
    await tabTo(page, 'Yes, subscribe');
    await press(page, 'Enter');
    expect(await heading(page)).toBe('You are subscribed');
    expect((await record())!.state).toBe('active');

    await tabTo(page, 'Your subscription');
    await press(page, 'Enter');
    expect(await heading(page)).toBe('Your subscription');
    await tabTo(page, 'Science');
    await page.keyboard.press('Space');
    await tabTo(page, 'Every issue');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Save');
    await press(page, 'Enter');
    expect(await textOf(page, '[role=status]')).toBe('Saved.');
    expect((await record())!.choice).toEqual({ without: ['Science'], every: 'week' });
    await tabTo(page, 'Pause for two weeks');
    await press(page, 'Space');
    expect((await record())!.choice).toHaveProperty('pausedUntil');
    await tabTo(page, 'Go on now');
    await press(page, 'Space');
    expect((await record())!.choice).not.toHaveProperty('pausedUntil');

    await tabTo(page, 'Unsubscribe');
    await press(page, 'Enter');
    expect(await textOf(page, 'main')).toContain(address);
    expect((await record())!.state).toBe('active');
    await tabTo(page, 'Unsubscribe');
    await press(page, 'Enter');
    expect(await heading(page)).toBe('You are unsubscribed');
    expect((await record())!.state).toBe('unsubscribed');

    expect(await page.browserContext().cookies()).toEqual([]);
    expect(offences).toEqual([]);
  });
});
