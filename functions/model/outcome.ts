/** How the making of a date's issue ended, stored once at `issues/<date>/outcome.json`: after all else of it, so that what has none was missed. */
export interface Outcome {
  readonly version: 1;
  readonly nonce: string;
  readonly date: string;
  /** `nothing-new`: there were no stories, so there is no issue. */
  readonly outcome: 'made' | 'nothing-new';
  /** ISO time that the run went by. */
  readonly at: string;
  /** ISO time at which it was made up, where it had been missed. */
  readonly caughtUp?: string;
}
