/** What all stages know of feeds: the configured source, its poll state, and what a fetch of it gave. */

/** A configured feed, defaults filled in. */
export interface Feed {
  /** Made from the URL, so that it outlives a change of name or section. */
  readonly id: string;
  readonly url: string;
  readonly name: string;
  /** Stories of this feed in one issue, at most. */
  readonly maxStories: number;
  /** If not empty, an item must have one of these words in its title or summary. */
  readonly include: readonly string[];
  /** An item with one of these words in its title or summary is left out. */
  readonly exclude: readonly string[];
}

/** What a server gave to ask "has it changed?" with, byte for byte (RFC 9110 section 8.8). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What one conditional GET gave. */
export type Fetched = FetchedDocument | { readonly kind: 'not-modified' } | FetchFailure;

export interface FetchedDocument {
  readonly kind: 'document';
  /** The body, content coding undone. */
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** The URL it came from in the end, after redirects: what relative links are relative to. */
  readonly url: string;
  readonly validators: Validators;
}

export interface FetchFailure {
  readonly kind: 'failed';
  readonly reason:
    | 'bad-url'
    | 'private-address'
    | 'unreachable'
    | 'timeout'
    | 'http-status'
    | 'too-many-redirects'
    | 'too-large';
  /** One line for the operator: what happened and, where it is known, what to do. */
  readonly detail: string;
  readonly status?: number;
  /** Seconds the server asked to be left alone for (Retry-After). */
  readonly retryAfter?: number;
}

/** Poll state of one feed, stored at `feeds/<feed>.json`. */
export interface FeedState {
  readonly version: 1;
  /** Differs with every write, so that a writer can recognise its own. */
  readonly nonce: string;
  readonly url: string;
  readonly validators: Validators;
  /** ISO times. */
  readonly lastPoll: string;
  readonly nextPoll: string;
  readonly lastSuccess?: string;
  /** Polls failed in a row. */
  readonly failures: number;
  readonly lastFailure?: string;
  /** Item id → ISO date (day) on which the feed last held it. */
  readonly seen: Readonly<Record<string, string>>;
}
