/** What the tests of `preview` start from: a newsletter in a folder, with items collected. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { localStack, type LocalStack } from '../../cli/local/stack.ts';
import { loadConfig } from '../../functions/config-file.ts';
import { itemsKey } from '../../functions/keys.ts';
import type { Item, ItemsFile } from '../../functions/model/item.ts';
import { temporaryFolder } from '../fixtures.ts';
import type { Ended } from './process.ts';

export const now = '2026-03-02T07:00:00.000Z';
export const date = '2026-03-02';

const newsletter = `name: The Morning Brief
from: The Morning Brief <digest@example.com>
postalAddress: 1 Example Road, London
locale: en-GB
timezone: Europe/London
url: https://news.example.com
sections:
  - title: World
    feeds:
      - url: https://world.example/feed
        name: Example World
`;

export interface PreviewFolder {
  readonly dir: string;
  readonly config: string;
  readonly stack: LocalStack;
  /** Puts lines at the end of newsletter.yaml; what is not YAML is a fault of it. */
  amend(lines: string): void;
  /** As newsletter.yaml was in the beginning. */
  mend(): void;
  collect(...ids: string[]): Promise<void>;
  run(...args: string[]): Promise<Ended>;
  /** The bytes of a file of the folder. */
  bytes(...path: string[]): string;
}

export async function previewFolder(): Promise<PreviewFolder> {
  const root = temporaryFolder();
  const [dir, config] = [join(root, 'data'), join(root, 'newsletter.yaml')];
  const stack = await localStack(dir, { now: new Date(now) });
  writeFileSync(config, newsletter);
  let polls = 0;
  return {
    dir,
    config,
    stack,
    amend: (lines) => writeFileSync(config, `${newsletter}${lines}\n`),
    mend: () => writeFileSync(config, newsletter),
    async collect(...ids) {
      const loaded = loadConfig(config);
      if (loaded.kind === 'problems') throw new Error(loaded.text);
      const feed = loaded.config.sections[0]!.feeds[0]!.id;
      const items = ids.map((id): Item => ({
        id,
        feed,
        title: `What happened in case ${id} today`,
        url: `https://world.example/${id}`,
        summary: `Summary of ${id}.`,
        image: { url: 'https://pictures.example/harbour.png', alt: 'A harbour', width: 640, height: 360 },
        words: 300,
        firstSeen: '2026-03-02T06:00:00.000Z',
      }));
      const file: ItemsFile = { version: 1, nonce: String(polls), feed, items };
      await stack.store.create(itemsKey(new Date(Date.parse('2026-03-02T06:00:00.000Z') + polls++ * 1000), feed), JSON.stringify(file));
    },
    run: (...args) => dawnpost('--config', config, '--data', dir, '--now', now, ...args),
    bytes: (...path) => readFileSync(join(dir, ...path), 'utf8'),
  };
}

/** Runs the command within this process: one of its own takes seconds to start. */
async function dawnpost(...args: string[]): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const taking = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text)))),
  ];
  try {
    const code = await main(['node', 'dawnpost', ...args]);
    return { code, stdout, stderr };
  } finally {
    taking.forEach((spy) => spy.mockRestore());
  }
}
