/** A page of the browser that shows documents of ours, and tells on those that want more than to be read. */
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import { picture } from '../../cli/demo/pictures.ts';

export type Scheme = 'light' | 'dark';
export const schemes: readonly Scheme[] = ['light', 'dark'];

export interface Tab {
  readonly page: Page;
  /** Loads the document, pictures and all. What earlier ones did is forgotten. */
  show(html: string): Promise<void>;
  /** Without a new load. */
  set(width: number, scheme: Scheme): Promise<void>;
  /** Runs an expression in the page and gives its value. */
  ask<T>(expression: string): Promise<T>;
  /** What the document did that no mail may do: asked for more than pictures, went elsewhere, opened a dialog or a window. */
  readonly offences: readonly string[];
  /** The https pictures that it asked for. */
  readonly pictures: readonly string[];
}

/** Pictures of this host can't be had: what a reader sees whose mail client shows none. */
export const brokenPictureHost = 'https://no-pictures.example';

/** Not a port that anything listens at: the request never leaves the browser. */
const address = 'http://localhost/look';
const height = 800;

export async function openTab(browser: Browser): Promise<Tab> {
  const page = await browser.newPage();
  let html = '';
  let expected = false;
  let offences: string[] = [];
  let pictures: string[] = [];
  const offence = (what: string): void => void offences.push(what.slice(0, 300));

  async function answer(request: HTTPRequest): Promise<void> {
    const url = request.url();
    if (expected && url === address && request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      expected = false;
      return request.respond({ contentType: 'text/html; charset=utf-8', body: html });
    }
    if (/^(?:data|about):/.test(url) && !request.isNavigationRequest()) return request.continue();
    // The browser's own wish, whatever the document.
    if (url === new URL('/favicon.ico', address).href) return request.abort();
    if (request.resourceType() === 'image' && url.startsWith('https:')) {
      pictures.push(url);
      if (url.startsWith(brokenPictureHost)) return request.abort();
      return request.respond({ contentType: 'image/png', body: picture('harbour') });
    }
    offence(`asked for ${url} (${request.resourceType()})`);
    return request.abort();
  }

  await page.setRequestInterception(true);
  // A request that a next load cut off can't be answered any more.
  page.on('request', (request) => void answer(request).catch(() => {}));
  page.on('dialog', (dialog) => {
    offence(`opened a dialog: ${dialog.message()}`);
    void dialog.dismiss().catch(() => {});
  });
  browser.on('targetcreated', (target) => {
    if (target.opener() !== page.target()) return;
    offence(`opened a window: ${target.url()}`);
    void target.page().then((popup) => popup?.close()).catch(() => {});
  });
  page.on('pageerror', (error) => offence(`ran a script that failed: ${String(error)}`));
  const devtools = await page.createCDPSession();
  // Not requests to the interception.
  devtools.on('Network.webSocketCreated', ({ url }) => offence(`opened a socket to ${url}`));
  await devtools.send('Network.enable');

  return {
    page,
    show: async (document) => {
      html = document;
      offences = [];
      pictures = [];
      expected = true;
      await page.goto(address, { waitUntil: 'load' });
    },
    set: async (width, scheme) => {
      await page.setViewport({ width, height, deviceScaleFactor: 1 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    },
    ask: async <T>(expression: string) => (await page.evaluate(expression)) as T,
    get offences() {
      return offences;
    },
    get pictures() {
      return pictures;
    },
  };
}
