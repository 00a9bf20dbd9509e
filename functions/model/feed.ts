/** What all stages know of feeds: the configured source, its poll state, and what a fetch of it gave. */

/** A configured feed, defaults filled in. */
export interface Feed {
  /** Made from the URL, so that it outlives a change of name or section. */
  readonly id: string;
  readonly url: string;
  readonly name: string;
  /** Stories of this feed in one issue, at most. */
  readonly maxStories: number;
  /** How much it counts beside the others when stories are ranked; 1 is usual. */
  readonly weight: number;
  /** If not empty, an item must have one of these words in its title or summary. */
  readonly include: readonly string[];
  /** An item with one of these words in its title or summary is left out. */
  readonly exclude: readonly string[];
}

/** Every feed of the sections, in their order. */
export const feedsOf = ({ sections }: { readonly sections: readonly { readonly feeds: readonly Feed[] }[] }): Feed[] => sections.flatMap(({ feeds }) => feeds);

/** What a server gave to ask "has it changed?" with, byte for byte (RFC 9110 section 8.8). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What one conditional GET gave. */
export type Fetched = FetchedDocument | NotModified | FetchFailure;

/** What an answer says of the next time. */
export interface Answer {
  /** Seconds for which it stays fresh (RFC 9111 section 4.2), from now on. */
  readonly freshFor?: number;
  /** Seconds the server asked to be left alone for (Retry-After, RFC 9110 section 10.2.3). */
  readonly retryAfter?: number;
  /** Where an unbroken run of permanent redirects (301, 308) led. */
  readonly movedTo?: string;
}

export interface NotModified extends Answer {
  readonly kind: 'not-modified';
}

export interface FetchedDocument extends Answer {
  readonly kind: 'document';
  /** The body, content coding undone. */
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** The URL it came from in the end, after redirects: what relative links are relative to. */
  readonly url: string;
  readonly validators: Validators;
  /** It holds only what is new since the validators that were sent (226, RFC 3229). */
  readonly partial: boolean;
}

/** Why a poll failed; `FeedReport.detail` says it in a line. */
export type FailureReason =
  | 'bad-url'
  | 'private-address'
  | 'unreachable'
  | 'timeout'
  | 'http-status'
  | 'too-many-redirects'
  | 'too-large'
  /** The document could not be read within its bounds of time and memory. */
  | 'too-slow-to-parse'
  | 'too-much-memory'
  | 'not-a-feed'
  /** Our own: what is stored can't be read or written, or a bug. */
  | 'stored-state'
  | 'internal';

export interface FetchFailure extends Pick<Answer, 'retryAfter'> {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /** One line for the operator: what happened and, where it is known, what to do. */
  readonly detail: string;
  readonly status?: number;
  /** The address itself says that it is gone for good (410), not one that it leads to for now. */
  readonly gone?: boolean;
  /** Host (and port) that gave the status. */
  readonly host?: string;
}

/** What a feed's document says of when to ask (RSS 2.0: ttl, skipHours, skipDays). */
export interface Rhythm {
  /** Minutes that an answer may be kept. */
  readonly ttl?: number;
  /** Hours of the day, UTC, 0 to 23, in which nothing comes. */
  readonly skipHours?: readonly number[];
  /** Days of the week, UTC, 0 (Sunday) to 6. */
  readonly skipDays?: readonly number[];
}

/** Poll state of one feed, stored at `feeds/<feed>.json`. Times are ISO. */
export interface FeedState {
  readonly version: 1;
  /** Differs with every write, so that a writer can recognise its own. */
  readonly nonce: string;
  /** As configured. */
  readonly url: string;
  readonly validators: Validators;
  /** Undefined: its host asked to be left alone before the first. */
  readonly lastPoll?: string | undefined;
  readonly nextPoll: string;
  /** Not a moment before: the server said so. */
  readonly holdUntil?: string | undefined;
  readonly lastSuccess?: string | undefined;
  /** When something new was last found. */
  readonly lastFresh?: string | undefined;
  /** Polls failed in a row, and the first of them. */
  readonly failures: number;
  readonly failingSince?: string | undefined;
  /** The last failure, in a line for the operator. */
  readonly lastFailure?: string | undefined;
  /** When it was gone for good (410): it is not asked again. */
  readonly retired?: string | undefined;
  /** Where it was permanently redirected to, and in how many polls in a row. */
  readonly moved?: { readonly to: string; readonly sights: number } | undefined;
  readonly rhythm?: Rhythm | undefined;
  /** Name of an item → ISO date (day) on which the feed last held it; and for one that had its id to itself, what it said, in short. */
  readonly seen: Readonly<Record<string, string>>;
}
