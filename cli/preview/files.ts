import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rendered } from '../../functions/model/issue.ts';
import { fillSlots } from '../../functions/model/slot.ts';
import { isFolder } from '../bucket.ts';
import type { Context } from '../context.ts';
import type { Edition } from './edition.ts';

/** The mail with a link in it where each reader's own will be. */
export function filled({ issue, rendered }: Pick<Edition, 'issue' | 'rendered'>): Rendered {
  const { baseUrl } = issue.newsletter;
  const sample = { unsubscribeUrl: `${baseUrl}/unsubscribe/preview`, manageUrl: `${baseUrl}/manage/preview` };
  return { html: fillSlots(rendered.html, sample), text: fillSlots(rendered.text, sample), page: rendered.page };
}

/** Where previews are written: beside the data, or in a folder of this machine where the data is a bucket. */
export const previewFolder = ({ options, stack }: Pick<Context, 'options' | 'stack'>): string =>
  join(isFolder(options) ? stack.dir : '.dawnpost', 'preview');

/** Writes the renderings to a folder of their own; yields the files' names. */
export async function writeEdition(folder: string, edition: Edition): Promise<string[]> {
  // The sample's day is invented: it must not stand in for an issue of that day.
  const dir = join(folder, edition.kind === 'sample' ? 'sample' : edition.issue.date);
  const { html, text, page } = filled(edition);
  await mkdir(dir, { recursive: true });
  const bodies = { 'mail.html': html, 'mail.txt': text, 'page.html': page };
  return Promise.all(
    Object.entries(bodies).map(async ([name, body]) => {
      const file = join(dir, name);
      await writeFile(file, body);
      return file;
    }),
  );
}
