/** What a document says of its items, before it is normalised: the one form that XML and JSON feeds are read into. */
import type { Rhythm } from '../model/feed.ts';
import type { FeedFormat } from './repair-rules.ts';

export interface RawFeed {
  readonly format: FeedFormat;
  readonly titles: readonly RawText[];
  readonly links: readonly RawLink[];
  /** Of all items that name none themselves. */
  readonly authors: readonly string[];
  /** URL of the document. */
  readonly base: string;
  readonly rhythm: Rhythm;
  readonly items: readonly RawItem[];
}

/**
 * How a text is to be read. `html`: markup; `loose`: markup by habit, though
 * nothing says so (RSS): only what HTML knows is taken for it; `text`: declared
 * as text, often wrongly; `plain`: literally.
 */
export type TextType = 'html' | 'loose' | 'text' | 'plain';

export interface RawText {
  readonly text: string;
  readonly type: TextType;
  /** What relative links in it are relative to, if not to the document. */
  readonly base?: string | undefined;
}

export interface RawLink {
  readonly href: string;
  /** As Atom has it; `origin` is the link that a proxy of feeds replaced, `content` where the text is. */
  readonly rel?: string | undefined;
  readonly type?: string | undefined;
  readonly base?: string | undefined;
}

export interface RawId {
  readonly text: string;
  /** It is the item's address too, if it is an http(s) URL. */
  readonly permalink: boolean;
  /** It says itself that it is an address, so it may be relative: to this, or to the feed where this is empty. */
  readonly relativeTo?: string | undefined;
}

export interface RawImage {
  readonly url: string;
  readonly from: 'media' | 'thumbnail' | 'enclosure' | 'image' | 'itunes' | 'content';
  readonly type?: string | undefined;
  readonly medium?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly alt?: string | undefined;
  readonly base?: string | undefined;
}

/** Every list is in order of preference. */
export interface RawItem {
  readonly ids: readonly RawId[];
  readonly titles: readonly RawText[];
  readonly links: readonly RawLink[];
  readonly contents: readonly RawText[];
  readonly summaries: readonly RawText[];
  readonly dates: readonly string[];
  /** Lists of several that wrote it together. */
  readonly authors: readonly (readonly string[])[];
  readonly images: readonly RawImage[];
}
