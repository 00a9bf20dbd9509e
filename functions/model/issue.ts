import type { Image } from './item.ts';

/** The frozen issue of a date, stored once at `issues/<date>/issue.json`. The mail and the page are rendered from it alone. */
export interface Issue {
  readonly version: 1;
  readonly nonce: string;
  /** YYYY-MM-DD in the newsletter's timezone. */
  readonly date: string;
  /** ISO time at which it was frozen. */
  readonly at: string;
  /** Items keys read: after `from`, up to and with `to`. Empty where there were none yet. */
  readonly read: { readonly from: string; readonly to: string };
  readonly newsletter: Newsletter;
  readonly subject: string;
  /** The line that mail clients show behind the subject. */
  readonly preheader: string;
  readonly sections: readonly IssueSection[];
  /** Feeds that had failed for days. */
  readonly silent?: readonly SilentFeed[];
  /** What became of every item read. */
  readonly items: readonly ItemFate[];
  /** The shards that had subscribers when it was frozen. */
  readonly shards: readonly string[];
}

/** What the issue needs of the configuration, kept so that it can be rendered again. */
export interface Newsletter {
  readonly name: string;
  /** BCP 47 tag. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
  readonly postalAddress: string;
  /** Where the pages are served, no slash at the end. */
  readonly baseUrl: string;
}

export interface SilentFeed {
  readonly name: string;
  /** ISO time. */
  readonly since: string;
}

export interface IssueSection {
  readonly title: string;
  readonly stories: readonly Story[];
}

/** One or more items that report the same thing, shown as the first of them. */
export interface Story {
  readonly title: string;
  readonly url?: string;
  readonly summary: string;
  /** Name of the feed. */
  readonly source: string;
  readonly author?: string;
  readonly image?: Image;
  readonly published?: string;
  readonly words: number;
  /** The other feeds that have it. */
  readonly also: readonly { readonly source: string; readonly url?: string }[];
}

export interface ItemFate {
  readonly feed: string;
  readonly id: string;
  readonly fate: Fate;
}

/** In the issue, or why not. */
export type Fate = 'story' | 'same-story' | 'filtered' | 'too-old' | 'over-feed-cap' | 'over-section-cap' | 'over-issue-cap' | 'feed-removed';

/** The three renderings of an issue. Mail bodies hold slots, the page holds none. */
export interface Rendered {
  readonly html: string;
  readonly text: string;
  readonly page: string;
}
