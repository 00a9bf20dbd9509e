import pMap from 'p-map';
import { sightsToMove } from '../../functions/collect/change.ts';
import type { Config } from '../../functions/config.ts';
import { feedKey, issueDateOf, prefixes } from '../../functions/keys.ts';
import { type FeedState, feedsOf } from '../../functions/model/feed.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { type Progress, progressLine, progressOf } from '../delivery/progress.ts';
import { readDelivery } from '../delivery/read.ts';
import { count, table } from '../output.ts';
import { relativeTime } from '../relative-time.ts';

/** How the collecting of one feed goes. Times are ISO. */
interface FeedStatus {
  readonly name: string;
  readonly url: string;
  readonly status: 'ok' | 'failing' | 'gone' | 'not-polled' | 'unreadable';
  readonly lastPoll?: string | undefined;
  readonly lastAnswer?: string | undefined;
  readonly lastFresh?: string | undefined;
  readonly nextPoll?: string | undefined;
  readonly failures?: number | undefined;
  readonly detail?: string | undefined;
  readonly movedTo?: string | undefined;
}

/** Prints how the newsletter does: its last issue, its feeds, and those that fail. */
export async function status({ stack, out }: Context, config: Config): Promise<void> {
  const now = stack.clock();
  const feeds = await pMap(feedsOf(config), async ({ id, name, url }): Promise<FeedStatus> => {
    const key = feedKey(id);
    const state = await read<FeedState>(stack.store, key).catch(() => 'unreadable' as const);
    if (state === 'unreadable') return { name, url, status: state, detail: `${key} can't be read: delete it to begin with this feed anew` };
    return { name, url, ...statusOf(state) };
  }, { concurrency: 32 });
  const lastIssue = (await keysUnder(stack.store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? []).at(-1);
  const delivery = lastIssue === undefined ? undefined : progressOf(await readDelivery({ stack, out }, lastIssue, config.deliver.afterCrash), now);
  const ill = feeds.filter((feed) => feed.status !== 'ok' && feed.status !== 'not-polled');
  out.report(statusLines(config.name, lastIssue, delivery, feeds, ill, now), { name: config.name, ...(lastIssue !== undefined && { lastIssue, delivery }), failing: ill.length, feeds });
}

function statusOf(state: FeedState | undefined): Omit<FeedStatus, 'name' | 'url'> {
  if (state?.lastPoll === undefined) return { status: 'not-polled', nextPoll: state?.nextPoll };
  const { lastPoll, lastSuccess, lastFresh, nextPoll, failures, lastFailure, retired, moved } = state;
  if (failures === 0) return { status: 'ok', lastPoll, lastAnswer: lastSuccess, lastFresh, nextPoll, movedTo: moved && moved.sights >= sightsToMove ? moved.to : undefined };
  return {
    status: retired === undefined ? 'failing' : 'gone',
    lastPoll, lastAnswer: lastSuccess, lastFresh, failures, detail: lastFailure, ...(retired === undefined && { nextPoll }),
  };
}

function statusLines(name: string, lastIssue: string | undefined, delivery: Progress | undefined, feeds: readonly FeedStatus[], ill: readonly FeedStatus[], now: Date): string[] {
  const ago = (iso: string | undefined, otherwise: string): string => (iso === undefined ? otherwise : relativeTime(new Date(iso), now));
  const latest = (pick: (feed: FeedStatus) => string | undefined): string | undefined => feeds.flatMap((feed) => pick(feed) ?? []).sort().at(-1);
  const waiting = feeds.filter((feed) => feed.status === 'not-polled').length;
  const well = feeds.length - ill.length - waiting;
  return [
    name,
    ...table([
      ['  last issue', lastIssue ?? 'none yet'],
      ...(delivery ? [['  delivery', progressLine(delivery)]] : []),
      ['  last poll', ago(latest(({ lastPoll }) => lastPoll), 'none yet: run `dawnpost collect`')],
      ['  last new item', ago(latest(({ lastFresh }) => lastFresh), 'none yet')],
      ['  feeds', `${feeds.length}: ${well} well, ${ill.length} failing${waiting > 0 ? `, ${waiting} not polled yet` : ''}`],
    ]),
    ...(ill.length === 0 ? [] : ['', `${count(ill.length, 'feed')} to look at (\`dawnpost check URL\` asks one now):`]),
    ...(ill.length === 0 ? [] : table([
      ['  FEED', 'STATUS', 'LAST ANSWER', 'FAILURES', 'NEXT POLL', 'WHAT IS WRONG'],
      ...ill.map((feed) => [`  ${feed.name}`, feed.status, ago(feed.lastAnswer, 'never'), String(feed.failures ?? '-'), ago(feed.nextPoll, '-'), feed.detail ?? '']),
    ])),
  ];
}
