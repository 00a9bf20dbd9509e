/** What a month costs, line by line with its arithmetic. Pure. */
import { count } from '../output.ts';
import { dollarsOf, free, price } from '../prices.ts';
import { number } from './number.ts';
import { workerRate } from './readers.ts';

export interface Usage {
  /** Each gets every issue. */
  readonly readers: number;
  readonly feeds: number;
  /** Minutes between two polls of a feed. */
  readonly everyMinutes: number;
  readonly issuesPerWeek: number;
  readonly workers: number;
  /** Messages of a worker in flight. */
  readonly window: number;
  /** SES's rate, messages a second; undefined where it is not known. */
  readonly perSecond?: number;
  /** Metrics that alarms look at. */
  readonly alarms: number;
  readonly metrics: number;
  readonly dashboards: number;
  /** SES's price plan, such as `NONE` or `ESSENTIALS`. */
  readonly plan: string;
}

export interface CostLine {
  readonly what: string;
  /** US dollars for 30 days. */
  readonly dollars: number;
  /** What of it AWS's free amounts take away, where nothing else in the account uses them. */
  readonly free: number;
  readonly arithmetic: string;
}

export interface Costs {
  readonly total: number;
  readonly free: number;
  readonly lines: readonly CostLine[];
}

const days = 30;
const shards = 256;
/** A part of a shard is not larger (functions/deliver/plan.ts). */
const partSize = 250;
/** A feed has something new at so many of its polls, as bench/requests.ts has it. */
const freshShare = 0.25;

/** Looks of the watch, and of the digest for a missed issue. */
const looks = days * 288;
const catchUps = days * 24;

/**
 * By AWS's list prices in us-east-1 (`cli/prices.ts`). Requests are reckoned as
 * `bench/requests.ts` counts them: it prints the same within a few per cent.
 * Seconds of Lambda and bytes of logs are estimates, as in docs/costs.md, which
 * also has what is left out here: pages, bounces, data.
 */
export function monthlyCosts(usage: Usage): Costs {
  const lines = [mailCost(usage), collectingCost(usage), deliveryCost(usage), queueCost(usage), lambdaCost(usage), watchingCost(usage), logsCost(usage)];
  const sum = (pick: (line: CostLine) => number): number => lines.reduce((total, line) => total + pick(line), 0);
  return { total: sum(({ dollars }) => dollars), free: sum((line) => line.free), lines };
}

const issuesOf = ({ issuesPerWeek }: Usage): number => Math.round((issuesPerWeek * days) / 7);
const pollsOf = ({ everyMinutes }: Usage): number => Math.round((days * 1440) / everyMinutes);

function mailCost(usage: Usage): CostLine {
  const mails = usage.readers * issuesOf(usage);
  const first = Math.min(mails, 10e6);
  const essentials = usage.plan === 'ESSENTIALS';
  const dollars = essentials ? first * price.mailOnEssentials + (mails - first) * price.mailOnEssentialsMore : dollarsOf({ mails }).ses;
  const by = essentials ? '0.16 for 1,000 mails by the plan Essentials' : usage.plan === 'NONE' ? '0.10 for 1,000 mails' : `0.10 for 1,000 mails; not by the plan ${usage.plan}, which this account is on`;
  return { what: 'SES', dollars, free: 0, arithmetic: `${number(usage.readers)} readers × ${issuesOf(usage)} issues, ${by}` };
}

/** Each poll reads and writes the feed's state, and writes what is new. */
function collectingCost(usage: Usage): CostLine {
  const get = usage.feeds * pollsOf(usage);
  const put = get * (1 + freshShare);
  return { what: 'S3, collecting', dollars: dollarsOf({ put, get }).s3, free: 0, arithmetic: `${count(usage.feeds, 'feed')} × ${number(pollsOf(usage))} polls = ${number(get)} GET, ${number(Math.round(put))} PUT` };
}

function deliveryCost(usage: Usage): CostLine {
  const issues = issuesOf(usage);
  const { parts, windows } = partsOf(usage.readers, usage.window);
  // The items of a day are read once; planning reads every shard; a part takes some reads and a write, a window one of each.
  const get = issues * (8 + usage.feeds * (1 + (freshShare * 1440) / usage.everyMinutes) + 4 * parts + windows);
  const put = issues * (11 + parts + windows);
  return { what: 'S3, delivering', dollars: dollarsOf({ put, get }).s3, free: 0, arithmetic: `${number(Math.round(get))} GET, ${number(Math.round(put))} PUT: one of each for every ${usage.window} mails, and some for each of ${number(parts)} parts` };
}

/** Ten messages a request sent, each received and deleted by itself; and Lambda, which listens with five requests every 20 seconds. */
function queueCost(usage: Usage): CostLine {
  const { parts } = partsOf(usage.readers, usage.window);
  const delivering = issuesOf(usage) * (3 + Math.ceil(parts / 10) + 2 * parts);
  const listening = (5 * days * 86_400) / 20;
  const sqs = delivering + listening;
  return { what: 'SQS', dollars: dollarsOf({ sqs }).sqs, free: dollarsOf({ sqs: Math.min(sqs, free.sqs) }).sqs, arithmetic: `${number(delivering)} requests to deliver, ${number(listening)} to listen for deliveries` };
}

/** Half a second a feed and two at least for a poll, 30 s for an issue, 1 s for a look. A quarter, a half or 1.73 GB of memory. */
function lambdaCost(usage: Usage): CostLine {
  const [polls, issues] = [pollsOf(usage), issuesOf(usage)];
  // Workers wait where SES is slower than they are, and waiting is paid for.
  const delivering = usage.readers * issues * Math.max(1 / workerRate, usage.workers / (usage.perSecond ?? Infinity));
  const each = Math.max(2, Math.round(usage.feeds / 2));
  const seconds = (delivering + polls * each) / 2 + looks / 4 + (catchUps + issues * 30) * 1.73;
  const starts = polls + looks + catchUps + issues * (2 + partsOf(usage.readers, usage.window).parts);
  return {
    what: 'Lambda',
    dollars: seconds * price.lambdaSecond + starts * price.lambdaStart,
    free: Math.min(seconds, free.lambdaSeconds) * price.lambdaSecond + Math.min(starts, free.lambdaStarts) * price.lambdaStart,
    arithmetic: `${number(Math.round(delivering))} s of workers that deliver (${usage.workers} of them, ${number(Math.min(usage.perSecond ?? Infinity, usage.workers * workerRate))} mails a second); about ${number(polls)} polls of ${each} s, ${number(looks + catchUps)} looks of 1 s, ${issues} issues of 30 s`,
  };
}

/** Parts of a delivery, and windows in all of them, as readers fall on the shards by hash. */
export function partsOf(readers: number, window: number): { readonly parts: number; readonly windows: number } {
  if (readers === 0) return { parts: 0, windows: 0 };
  const filled = shards * (1 - (1 - 1 / shards) ** readers);
  const parts = Math.round(filled * Math.ceil(readers / filled / partSize));
  // The last window of a part is half empty.
  const windows = Math.max(parts, Math.round(readers / window + (parts * (window - 1)) / (2 * window)));
  return { parts, windows };
}

function watchingCost({ alarms, metrics, dashboards }: Usage): CostLine {
  const cost = (a: number, m: number, d: number): number => a * price.alarm + m * price.metric + d * price.dashboard;
  return {
    what: 'CloudWatch',
    dollars: cost(alarms, metrics, dashboards),
    free: cost(Math.min(alarms, free.alarms), Math.min(metrics, free.metrics), Math.min(dashboards, free.dashboards)),
    arithmetic: `${count(alarms, 'metric')} with an alarm × 0.10, ${count(metrics, 'metric')} of our own × 0.30, ${count(dashboards, 'dashboard')} × 3.00`,
  };
}

/** 300 bytes for each poll of a feed, and 2 KB for each start of a function. */
function logsCost(usage: Usage): CostLine {
  const gigabytes = (pollsOf(usage) * (usage.feeds * 300 + 2000) + (looks + catchUps) * 2000 + issuesOf(usage) * partsOf(usage.readers, usage.window).parts * 2000) / 1e9;
  return { what: 'Logs', dollars: gigabytes * price.logs, free: Math.min(gigabytes, free.logs) * price.logs, arithmetic: `about ${gigabytes.toFixed(2)} GB, 0.50 each` };
}

/** As text, a line each. */
export function costLines({ total, free: without, lines }: Costs): string[] {
  const rows = [
    ...lines.map(({ what, dollars, arithmetic }) => [money(dollars), what, arithmetic] as const),
    [money(total), 'in all', ''] as const,
    ...(without >= 0.005 ? [[money(total - without), 'in all', "where nothing else in the account uses AWS's free amounts"] as const] : []),
  ];
  const [widest, width] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length))) as [number, number];
  return rows.map(([dollars, what, arithmetic]) => `${dollars.padStart(widest)}  ${what.padEnd(width)}  ${arithmetic}`.trimEnd());
}

const money = (dollars: number): string => dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
