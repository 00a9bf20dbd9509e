/** Lists of feeds as other programs keep them: OPML 1.0, 1.1 and 2.0 (opml.org/spec2.opml), in and out. */
import { generateOpml, parseOpml, type Opml } from 'feedsmith';
import { decode } from '../../functions/collect/charset.ts';
import { legal } from '../../functions/collect/entities.ts';
import { mend } from '../../functions/collect/scan.ts';
import { clip, plainText } from '../../functions/model/text.ts';

/** A feed of the list. */
export interface OpmlFeed {
  /** As written. */
  readonly url: string;
  readonly name?: string;
  /** Title of the innermost folder that holds it. */
  readonly folder?: string;
  /** The last part of its first category, for a feed outside of any folder. */
  readonly category?: string;
}

export type OpmlList =
  /** `links`: outlines that are no feeds (links, episodes, notes). */
  | { readonly kind: 'list'; readonly feeds: readonly OpmlFeed[]; readonly links: number }
  | { readonly kind: 'no-opml'; readonly detail: string };

/** Reads a list, a broken one too where it can be told what is meant. */
export function readOpml(bytes: Uint8Array): OpmlList {
  const text = decode(bytes, undefined);
  const start = text.search(/<opml[\s>]/i);
  if (start === -1) return { kind: 'no-opml', detail: whatItIs(text) };
  try {
    const document = parseOpml(mended(text.slice(start)));
    const reader = new Reader();
    reader.read(document.body?.outlines ?? [], undefined);
    return { kind: 'list', feeds: reader.feeds, links: reader.links };
  } catch (error) {
    const { cause } = error as Error;
    // Without a cause: well-formed, with nothing in it.
    if (!(cause instanceof Error)) return { kind: 'list', feeds: [], links: 0 };
    return { kind: 'no-opml', detail: `broken OPML: ${cause.message.replace(/\s+/g, ' ').slice(0, 150)}` };
  }
}

/**
 * What the parser takes: nothing before the root (a server's warnings), no tag
 * begun and not ended (an upload that was cut off), no quotes within quotes, a body. It copes by itself
 * with bare ampersands, any case of names, and ends that are missing.
 */
function mended(text: string): string {
  const whole = mend(legal(text)).xml.replace(/<[^<>]*$/, '').replace(attribute, (all, before: string, quote: string, value: string) =>
    value.includes(quote) ? before + quote + value.replaceAll(quote, quote === '"' ? '&quot;' : '&apos;') + quote : all);
  return /<body[\s/>]/i.test(whole) ? whole : whole.replace(/<opml[^>]*>/i, '$&<body>');
}

/** A value ends at the quote that another attribute or the tag's end follows. Bounds keep the search linear. */
const attribute = /(\s[\w:.-]{1,50}\s{0,50}=\s{0,50})(["'])([^<>]{0,2000}?)\2(?=\s{0,50}(?:[\w:.-]{1,50}\s{0,50}=|[/?]?>))/g;

function whatItIs(text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (/^\s*[{[]/.test(text)) return 'it looks like JSON';
  if (/<(?:rss|feed|rdf:RDF)[\s/>]/i.test(text.slice(0, 2000))) return 'it is a feed itself; add it with `dawnpost feeds add`';
  return /<html[\s>]/i.test(text) ? 'it is an HTML page' : 'it has no <opml> element';
}

type Outline = Opml.Outline<string>;

class Reader {
  readonly feeds: OpmlFeed[] = [];
  links = 0;

  read(outlines: readonly Partial<Outline>[], folder: string | undefined): void {
    for (const outline of outlines) {
      if (outline.isComment) continue;
      const url = feedUrl(outline);
      const children = outline.outlines ?? [];
      const title = label(outline);
      if (url !== undefined) this.#keep(outline, url, title, folder);
      else if (children.length === 0 && (outline.url ?? outline.htmlUrl ?? outline.type) !== undefined) this.links++;
      this.read(children, url === undefined ? (title ?? folder) : folder);
    }
  }

  #keep(outline: Partial<Outline>, url: string, title: string | undefined, folder: string | undefined): void {
    const category = folder === undefined ? lastPart(outline.category) : undefined;
    // Programs write the address where they know no name.
    const name = title !== undefined && !/^https?:\/\/\S+$/i.test(title) ? title : undefined;
    this.feeds.push({ url, ...(name !== undefined && { name }), ...(folder !== undefined && { folder }), ...(category !== undefined && { category }) });
  }
}

/** Some old programs say `url`. With another type that is a link to a page. */
function feedUrl({ xmlUrl, url, type }: Partial<Outline>): string | undefined {
  const given = xmlUrl ?? (/^(?:rss|atom|feed)/i.test(type ?? '') ? url : undefined);
  return given === undefined || given.trim() === '' ? undefined : given;
}

/** `text` is what the user sees; `title` is what the feed calls itself. */
const label = ({ text, title }: Partial<Outline>): string | undefined => [text, title].map((each) => clip(plainText(each ?? ''), 200)).find((each) => each !== '');

/** Of `/Sport/Tennis,/Local`: Tennis. */
const lastPart = (category: string | undefined): string | undefined =>
  category?.split(',').map((one) => clip(plainText(one.split('/').filter((part) => part.trim() !== '').at(-1) ?? ''), 200)).find((one) => one !== '');

/** The newsletter's feeds as OPML 2.0: a folder for each section. */
export function writeOpml(title: string, now: Date, sections: readonly { readonly title: string; readonly feeds: readonly { readonly name: string; readonly url: string }[] }[]): string {
  const outlines = sections.map((section) => ({
    text: legal(section.title),
    title: legal(section.title),
    outlines: section.feeds.map(({ name, url }) => ({ text: legal(name), title: legal(name), type: 'rss', xmlUrl: url })),
  }));
  // Of an empty body the generator makes nothing at all.
  const empty = outlines.length === 0 ? { outlines: [{ text: title, isComment: true }] } : { outlines };
  return `${generateOpml({ head: { title: legal(title), dateCreated: now }, body: empty }).trimEnd()}\n`;
}
