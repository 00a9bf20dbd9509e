/** Items that come back too late. */
import pMap from 'p-map';
import { issueDateOf } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';

/**
 * Of the items' keys that no issue of the backup has told, those that an issue
 * of since has passed by: digests read on from there. `issues`: the keys of
 * issues that were there before the restore, and are none of the backup's.
 */
export async function passedBy(store: Store, waiting: readonly string[], issues: readonly string[]): Promise<string[]> {
  const ends = await pMap(issues.filter((key) => issueDateOf(key) !== undefined), async (key) => (await read<Issue>(store, key))?.read.to ?? '', { concurrency: 8 });
  const last = ends.sort().at(-1) ?? '';
  return waiting.filter((key) => key < last);
}
