/** Whether the files of a backup are what its manifest says. */
import { join } from 'node:path';
import pMap from 'p-map';
import { type Entry, isGone, type Manifest } from './manifest.ts';
import { bytesOf, printOf } from './private-file.ts';

const atOnce = 16;

export interface Verified {
  /** What each file holds, in the order of the manifest. */
  readonly intact: readonly Entry[];
  readonly damaged: readonly { readonly key: string; readonly what: 'damaged' | 'missing' }[];
}

/** Reads every file of the keys that are wanted. */
export async function verify(dir: string, { entries, complete }: Manifest, wanted: (key: string) => boolean, progress: (done: number, of: number) => void): Promise<Verified> {
  const keys = [...entries.keys()].filter(wanted);
  const intact = new Map<string, Entry>();
  const damaged = new Map<string, 'damaged' | 'missing'>();
  let done = 0;
  await pMap(keys, async (key) => {
    const lines = entries.get(key)!;
    const last = lines.at(-1)!;
    const bytes = await bytesOf(join(dir, key));
    const sha256 = bytes && printOf(bytes).sha256;
    const held = lines.findLast((line): line is Entry => !isGone(line) && line.sha256 === sha256);
    if (isGone(last)) {
      // Whether or not its file was taken out yet: what is no more does not come back.
    } else if (held) intact.set(key, held);
    else if (bytes) damaged.set(key, 'damaged');
    else if (complete || !last.first) damaged.set(key, 'missing');
    progress((done += 1), keys.length);
  }, { concurrency: atOnce });
  return {
    intact: keys.flatMap((key) => intact.get(key) ?? []),
    damaged: keys.flatMap((key) => (damaged.has(key) ? [{ key, what: damaged.get(key)! }] : [])),
  };
}
