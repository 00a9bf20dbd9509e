import type { FailureReason, Feed } from '../model/feed.ts';

/** What became of one feed in a run. */
export interface FeedReport {
  readonly feed: string;
  readonly name: string;
  readonly url: string;
  readonly outcome:
    | 'new'
    | 'nothing-new'
    | 'not-modified'
    | 'failed'
    | 'not-a-feed'
    /** Not asked: its time has not come; another feed of its host was told to stay away; gone for good; no time was left. */
    | 'not-due'
    | 'host-busy'
    | 'retired'
    | 'not-reached';
  /** Items in the document. */
  readonly items: number;
  /** Of these, new ones. */
  readonly fresh: number;
  readonly reason?: FailureReason;
  /** What is wrong, in one line. */
  readonly detail?: string;
  /** The address that is asked instead of the configured one. */
  readonly movedTo?: string;
  /** ISO time. */
  readonly nextPoll?: string;
  /** Polls failed in a row by now, also where it was not due; undefined where its state is not known. */
  readonly failures?: number;
}

/** A report on a feed that nobody has looked at yet. */
export const notReached = ({ id, name, url }: Feed): FeedReport => ({ feed: id, name, url, outcome: 'not-reached', items: 0, fresh: 0 });

/** Whether the feed was asked for its document. */
export const wasAsked = ({ outcome }: FeedReport): boolean => !['not-due', 'host-busy', 'retired', 'not-reached'].includes(outcome);

export const hasFailed = ({ outcome }: FeedReport): boolean => outcome === 'failed' || outcome === 'not-a-feed';
