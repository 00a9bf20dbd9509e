/**
 * Starts the machine's own Chromium for the tests that see what readers see.
 * Where there is none these tests are skipped and say so, unless
 * DAWNPOST_REQUIRE_BROWSER=1 makes that a failure.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import { onPath } from './on-path.ts';
import { openTab, type Tab } from './tab.ts';

export interface Browser {
  /** A page of its own, shut off from the network. */
  tab(): Promise<Tab>;
  /** A page that reaches one server on loopback, as a reader without scripts has it; `offences` are requests to others, and what the browser says in its console. */
  visit(): Promise<{ readonly page: Page; readonly offences: readonly string[] }>;
  close(): Promise<void>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Every request is answered by us, or by a server of ours on loopback; were one to slip through, it would find no host.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

/** The browser, or why there is none. Rejects if it is there and does not start, or if it must be there and is not. */
export async function startBrowser(): Promise<{ readonly kind: 'browser'; readonly browser: Browser } | { readonly kind: 'missing'; readonly why: string }> {
  const given = process.env['CHROMIUM'];
  const executablePath = onPath(...(given ? [given] : names));
  if (!executablePath) {
    const why = given ? `$CHROMIUM names ${given}, which is not there` : `no ${names.join(', ')} on the PATH, and $CHROMIUM names none`;
    if (process.env['DAWNPOST_REQUIRE_BROWSER'] === '1') throw new Error(why);
    return { kind: 'missing', why };
  }
  const userDataDir = mkdtempSync(join(tmpdir(), 'dawnpost-chromium-'));
  const remove = (): void => rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  const chromium = await launch({ executablePath, userDataDir, args: flags, timeout: 60_000 }).catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    kind: 'browser',
    browser: {
      tab: () => openTab(chromium),
      visit: async () => {
        const context = await chromium.createBrowserContext();
        const page = await context.newPage();
        const offences: string[] = [];
        await page.setJavaScriptEnabled(false);
        page.on('request', (request) => {
          const { hostname, protocol } = new URL(request.url());
          if (/^https?:$/.test(protocol) && hostname !== 'localhost' && hostname !== '127.0.0.1') offences.push(`asked for ${request.url()}`);
        });
        page.on('console', (message) => void offences.push(`${message.type()}: ${message.text()}`));
        return { page, offences };
      },
      close: async () => {
        await chromium.close();
        remove();
      },
    },
  };
}
