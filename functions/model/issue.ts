import type { Image } from './item.ts';
import type { Masthead } from './look.ts';

/** The frozen issue of a date, stored once at `issues/<date>/issue.json`. The mail and the page are rendered from it alone. */
export interface Issue {
  readonly version: 1;
  readonly nonce: string;
  /** YYYY-MM-DD in the newsletter's timezone. */
  readonly date: string;
  /** ISO time at which it was frozen. */
  readonly at: string;
  /** ISO time at which it was made up, where its morning had been missed. */
  readonly caughtUp?: string;
  /** Items keys read: after `from`, up to and with `to`. Empty where there were none yet. */
  readonly read: { readonly from: string; readonly to: string };
  readonly newsletter: Newsletter;
  readonly subject: string;
  /** The line that mail clients show behind the subject. */
  readonly preheader: string;
  readonly sections: readonly IssueSection[];
  /** Which section's first story leads the issue; the first where it is not said. */
  readonly lead?: number;
  /** What of it the mail has room for; all, where it is not said. The page shows it all. */
  readonly mail?: MailRoom;
  /** Feeds that had failed for days. */
  readonly silent?: readonly SilentFeed[];
  /** What became of every item read. */
  readonly items: readonly ItemFate[];
  /** The shards that had subscribers when it was frozen. */
  readonly shards: readonly string[];
  /** Readers of one mail a week get theirs with this issue: what the issues after that of the date given told, and this one. */
  readonly week?: { readonly after: string };
  /** The days it tells of, YYYY-MM-DD, where it is the mail of a week. */
  readonly days?: { readonly from: string; readonly to: string };
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
  readonly masthead?: Masthead;
}

/** What the mail shows, so that Gmail does not clip it. */
export interface MailRoom {
  /** Characters of a story's summary, at most. */
  readonly summary: number;
  /** For each section, how many of its stories in full, and how many by their titles. */
  readonly sections: readonly { readonly stories: number; readonly titles: number }[];
}

export interface SilentFeed {
  readonly name: string;
  /** ISO time. */
  readonly since: string;
}

export interface IssueSection {
  readonly title: string;
  /** Best first. */
  readonly stories: readonly Story[];
  /** What had no room as a story, the feeds in turn, best first. */
  readonly titles?: readonly Title[];
  /** How many more there were, that not even the page names. */
  readonly unlisted?: number;
  /** The subject for who does without the sections before it. */
  readonly subject?: string;
}

/** An item that is named and no more. */
export interface Title {
  /** Of the item, `feed/id`. */
  readonly item: string;
  readonly title: string;
  readonly url?: string;
  /** Name of the feed. */
  readonly source: string;
}

/** One or more items that report the same thing, shown as the first of them. */
export interface Story {
  /** Of the item shown, `feed/id`. */
  readonly item: string;
  readonly title: string;
  readonly url?: string;
  readonly summary: string;
  /** Name of the feed. */
  readonly source: string;
  readonly author?: string;
  readonly image?: Image;
  readonly published?: string;
  readonly words: number;
  /** It is dated before the last issue, and came after it. */
  readonly late?: true;
  /** The other feeds that have it. */
  readonly also: readonly { readonly source: string; readonly url?: string }[];
}

export interface ItemFate {
  readonly feed: string;
  readonly id: string;
  readonly fate: Fate;
  /** Of the same story: the item that stands for it, `feed/id`. */
  readonly as?: string;
  /** Where it is named, if the mail does not tell it in full: by its title in the mail, or on the page alone. */
  readonly named?: 'mail' | 'page';
}

/** A story of the issue, or why not. */
export type Fate =
  | 'story'
  /** Told by the item of another feed, or by the same one again. */
  | 'same-story'
  /** An earlier issue told it. */
  | 'told-before'
  | 'filtered'
  | 'too-old'
  | 'over-feed-cap'
  | 'over-section-cap'
  | 'over-issue-cap'
  | 'feed-removed';

/** The three renderings of an issue. Mail bodies hold slots, the page holds none. */
export interface Rendered {
  readonly html: string;
  readonly text: string;
  readonly page: string;
}
