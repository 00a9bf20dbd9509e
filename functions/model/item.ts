/** One entry of a feed, normalised and sanitised: every text is plain, every URL is absolute http(s). */
export interface Item {
  /** Stable within its feed: from guid, else canonical URL, else title and text. */
  readonly id: string;
  /** Feed id. */
  readonly feed: string;
  /** One line, never empty. */
  readonly title: string;
  /** Without tracking parameters; undefined where the feed gives none that is http(s). */
  readonly url?: string;
  /** One paragraph, at most `summaryLength` characters; may be empty. */
  readonly summary: string;
  /** Words in the fullest text that the feed gave. */
  readonly words: number;
  readonly author?: string;
  readonly image?: Image;
  /** ISO time, as the feed dates it; undefined where it gives no date that can be read. */
  readonly published?: string;
  /** ISO time of the poll that first saw it: what "new" goes by. */
  readonly firstSeen: string;
}

/** A picture, always https. */
export interface Image {
  readonly url: string;
  readonly alt?: string;
  /** Pixels, where the feed says. */
  readonly width?: number;
  readonly height?: number;
}

/** An item as a feed's document gives it, before it belongs to a poll. */
export interface ParsedItem extends Omit<Item, 'feed' | 'firstSeen'> {
  readonly identity: Identity;
}

/** The names that an item is remembered by. Its id is `bare`, but `full` for one of several in a document that share that. */
export interface Identity {
  /** By guid, else canonical URL, else title and text. */
  readonly bare: string;
  /** By that and what it says. */
  readonly full: string;
  /** What it says, in short. */
  readonly mark: string;
}

/** What one poll found new, stored once at `items/<day>/<time>-<feed>.json`. */
export interface ItemsFile {
  readonly version: 1;
  readonly nonce: string;
  readonly feed: string;
  readonly items: readonly Item[];
}
