/** A list in a folder, and files to import into it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localStack } from '../../cli/local/stack.ts';
import { subscribersKey, wishKey } from '../../functions/keys.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import type { Wish } from '../../functions/model/wish.ts';
import { update } from '../../functions/objects.ts';
import { temporaryFolder } from '../fixtures.ts';
import { subscribers } from './in-process.ts';
import type { Ended } from './process.ts';

export const importTime = '2026-03-02T08:00:00.000Z';

export interface ListWorld {
  readonly dir: string;
  readonly run: (...args: string[]) => Promise<Ended>;
  /** Writes a file beside the list; yields its path. */
  readonly file: (name: string, content: string | Buffer) => string;
  readonly put: (...all: (Partial<Subscriber> & { readonly address: string })[]) => Promise<void>;
  /** Somebody asks to join. */
  readonly wish: (address: string) => Promise<void>;
  readonly get: (address: string) => Promise<Subscriber | undefined>;
}

export async function listWorld(): Promise<ListWorld> {
  const files = temporaryFolder();
  const dir = join(files, 'data');
  const { store } = await localStack(dir);
  return {
    dir,
    run: (...args) => subscribers(dir, ...args, '--now', importTime),
    file: (name, content) => {
      writeFileSync(join(files, name), content);
      return join(files, name);
    },
    async put(...all) {
      for (const one of all) {
        const id = subscriberId(one.address);
        const subscriber: Subscriber = { state: 'active', token: `token-of-${one.address}`, since: '2025-01-01T00:00:00.000Z', ...one };
        await update<Roster>(store, subscribersKey(shardOfId(id)), (roster) => ({ version: 1, nonce: 'n', subscribers: { ...roster?.subscribers, [id]: subscriber } }));
      }
    },
    async wish(address) {
      const at = '2026-03-01T00:00:00.000Z';
      const made: Wish = { version: 1, nonce: 'n', address, at, token: 'secret', consent: { at, text: 'again', source: 'the page' } };
      await store.create(wishKey(subscriberId(address)), JSON.stringify(made));
    },
    async get(address) {
      const id = subscriberId(address);
      const stored = await store.get(subscribersKey(shardOfId(id)));
      return stored && (JSON.parse(stored.body) as Roster).subscribers[id];
    },
  };
}

export const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
