/** Tells when something is saved that a preview is made from. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

export interface Watched {
  /** newsletter.yaml. */
  readonly config: string;
  readonly templates: string;
  /** The folder of items and issues; undefined where that is a bucket, which tells nobody. */
  readonly data: string | undefined;
  /** The earliest day (YYYY-MM-DD) whose items and issues are watched, and a date that is watched whenever it is. */
  readonly since: string;
  readonly date?: string;
}

export interface Changes {
  /** Names what is on disk now: another one after each change, and after each start. */
  readonly version: string;
  /** Calls `listener` after each change, until the function that it yields is called. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

/** A save is often several changes: they are told as one. */
const settled = 100;

/** Watches; resolves once no change can be missed any more. `complain` is told where the system can't watch. */
export async function watchChanges({ config, templates, data, since, date }: Watched, complain: (line: string) => void): Promise<Changes> {
  const started = Date.now();
  const listeners = new Set<() => void>();
  const run = randomUUID();
  let [changes, complained] = [0, false];
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changes++;
      for (const listener of listeners) listener();
    }, settled);
  };
  const failed = (error: unknown): void => {
    if (!complained) complain(`some changes can't be watched (${(error as Error).message}): reload the page to see them`);
    complained = true;
  };

  const file = resolve(config);
  const recent = (day: string | undefined): boolean => day === undefined || day >= since || day === date;
  const watchers = await Promise.all([
    // The folder and not the file: editors save by putting another in its place.
    watchFolder(dirname(file), (path) => path === file),
    watchFolder(templates, (path, stats) => !stats?.isFile() || path.endsWith('.mjml')),
    ...(data === undefined
      ? []
      : [
          watchFolder(data, (path, stats) => {
            const [kind, day] = relative(resolve(data), path).split(sep);
            if (kind === 'issues') return recent(day);
            // Items are written once: those that are there can't change, and a watch for each would be more than the system grants.
            return kind === 'items' && recent(day) && !(stats?.isFile() && stats.mtimeMs < started - 10_000);
          }),
        ]),
  ]);
  return {
    get version() {
      return `${run}-${changes}`;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      clearTimeout(timer);
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };

  function watchFolder(folder: string, wanted: (path: string, stats: Stats | undefined) => boolean): Promise<FSWatcher> {
    const root = resolve(folder);
    const watcher = watch(root, { ignoreInitial: true, ignored: (path, stats) => join(path) !== root && !wanted(join(path), stats) });
    watcher.on('all', changed).on('error', failed);
    return new Promise((ready) => watcher.once('ready', () => ready(watcher)));
  }
}
