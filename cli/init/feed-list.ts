/** The feeds that a new newsletter is to have, from lists and from addresses. */
import { maxUrlLength } from '../../functions/config-fields.ts';
import { clip, plainText } from '../../functions/model/text.ts';
import { importedUrl } from '../feeds/addresses.ts';
import type { OpmlFeed } from '../feeds/opml.ts';
import { titleKey } from '../feeds/yaml-add.ts';
import type { DraftSection } from './draft.ts';

/** A feed that was not taken, or not asked, and why. */
export interface Remark {
  readonly url: string;
  readonly detail: string;
}

interface Entry {
  readonly url: string;
  readonly name?: string;
  /** Undefined: it is in no folder. */
  readonly folder?: string;
}

export class FeedList {
  readonly #entries = new Map<string, Entry>();
  readonly leftOut: Remark[] = [];
  /** Taken as they were given: nobody could be asked. */
  readonly unasked: Remark[] = [];

  get size(): number {
    return this.#entries.size;
  }

  /** Whether some are in no folder, and need a heading. */
  get isLoose(): boolean {
    return [...this.#entries.values()].some(({ folder }) => folder === undefined);
  }

  get hasFolders(): boolean {
    return [...this.#entries.values()].some(({ folder }) => folder !== undefined);
  }

  has(url: string): boolean {
    return this.#entries.has(url);
  }

  /** Takes a feed, if it is not there yet. */
  take(entry: Entry): void {
    if (this.has(entry.url)) this.leftOut.push({ url: entry.url, detail: 'is named twice' });
    else this.#entries.set(entry.url, entry);
  }

  /** Takes all of a list. Nothing is fetched: a list can have thousands. */
  takeAll(list: readonly OpmlFeed[]): void {
    for (const { url: written, name, folder, category } of list) {
      const url = importedUrl(written);
      const title = folder ?? category;
      if (url === undefined) this.leftOut.push({ url: clip(plainText(written), 200), detail: `is no http or https address of at most ${maxUrlLength} characters, without user name and password` });
      else this.take({ url, ...(name !== undefined && { name }), ...(title !== undefined && { folder: title }) });
    }
  }

  /** As sections, in the order in which they came; those in no folder under `heading`. The first spelling of a title wins. */
  sections(heading: string): DraftSection[] {
    const sections = new Map<string, { title: string; feeds: { url: string; name?: string }[] }>();
    for (const { folder = heading, ...feed } of this.#entries.values()) {
      const section = sections.get(titleKey(folder)) ?? { title: folder, feeds: [] };
      section.feeds.push(feed);
      sections.set(titleKey(folder), section);
    }
    return [...sections.values()];
  }
}
