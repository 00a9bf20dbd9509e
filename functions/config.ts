/**
 * The configuration with its defaults filled in, made from what newsletter.yaml
 * says. Used where the file is read (synth, the operator's command); the
 * Lambdas carry the result.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { isWithin } from './config-domain-rules.ts';
import { acrossFields, type Problem } from './config-rules.ts';
import { knownKeys, schema, toMinutes, type Written } from './config-schema.ts';
import { domainPart, type Mailbox, parseAddress, parseMailbox } from './model/address.ts';
import type { Feed } from './model/feed.ts';
import type { Look } from './model/look.ts';
import { palettesOf } from './model/palette.ts';
import { type Weekday, weekdays } from './model/weekday.ts';

/** The configuration as the stages use it. */
export interface Config {
  readonly name: string;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  /** Mail to it ends the subscription that its subject names; undefined: leaving is by link alone. */
  readonly leaveAddress?: string;
  readonly postalAddress: string;
  /** BCP 47 tag. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
  /** Where the pages are served; undefined: at the API's own address. */
  readonly url?: string;
  /** With `{title}`, `{name}`, `{date}` and `{count}` in it. */
  readonly subject: string;
  readonly look: Look;
  readonly schedule: {
    /** HH:MM, in the timezone. */
    readonly at: string;
    readonly days: readonly Weekday[];
    /** When readers of one mail a week get it. */
    readonly weekly: Weekday;
    /** What to do on a day without stories. */
    readonly whenEmpty: 'skip' | 'send';
    /** A missed issue is made up within so many hours of its time; 0: never. */
    readonly catchUpHours: number;
  };
  readonly collect: {
    /** Minutes between two polls of a feed, at least. */
    readonly everyMinutes: number;
    /** Feeds polled by one run; where there are more, several runs share them. */
    readonly feedsPerRun: number;
    /** Days a feed must have failed for the digest to say so. */
    readonly silentAfterDays: number;
  };
  readonly deliver: {
    /** Parts of the list that are sent at the same time, each by a worker of its own. */
    readonly workers: number;
    /** Messages that a worker has in flight: what a crash can repeat, at most. */
    readonly window: number;
    /** What to do with messages whose fate a crash has left unknown. */
    readonly afterCrash: 'repeat' | 'skip';
    /** Older issues are not sent. */
    readonly maxAgeHours: number;
    /** Whether one shard goes out before all others. */
    readonly canary: boolean;
  };
  readonly subscribe: {
    /** Whether readers can join on the page. */
    readonly open: boolean;
    /** Mails that the join page may send in a day (UTC), and how many of them one source may cause. */
    readonly mailsPerDay: number;
    readonly perSource: number;
    /** Minutes between two of them to one address. */
    readonly againAfterMinutes: number;
    /** How long the link of such a mail works. */
    readonly confirmWithinDays: number;
  };
  readonly feedback: {
    /** Mails in a row that came back for now, after which an address is given up. */
    readonly softBounces: number;
  };
  /** Name of the CloudFormation stack. */
  readonly stack: string;
  /** Who is mailed when an alarm goes off. */
  readonly alerts: readonly string[];
  readonly watch: {
    /** Minutes past its time after which an issue is late. */
    readonly lateAfterMinutes: number;
    /** Days without anything new after which a feed counts as silent. */
    readonly quietAfterDays: number;
    /** Of SES's quota of 24 hours: what may be used before the operator hears of it. */
    readonly quotaPercent: number;
  };
  readonly domain: Domain;
  readonly limits: {
    readonly stories: number;
    readonly storiesPerSection: number;
    /** Titles alone of what had no room, in a section. */
    readonly titlesPerSection: number;
    /** Items that their feed dates older than this are left out; undefined: age does not matter. */
    readonly maxAgeDays?: number;
  };
  readonly sections: readonly { readonly title: string; readonly feeds: readonly Feed[] }[];
}

/** The sender's domain and the pages' address: what the stack makes of them. */
export interface Domain {
  /** `existing`: the sender's domain is an SES identity already, and its DNS is not this stack's. */
  readonly identity: 'new' | 'existing';
  /** Domain of the envelope's sender, such as bounce.example.com; undefined where the identity is not ours. */
  readonly mailFrom?: string;
  /** The policy that is published; `existing`: none, there is one. */
  readonly dmarc: 'none' | 'quarantine' | 'reject' | 'existing';
  /** Hosted zone of Route 53 that records are written to. */
  readonly zone?: { readonly name: string; readonly id: string };
  /** The pages' own host, which the stack serves: by its zone, or with a certificate (its ARN) alone; undefined where `url` leads to the API by other means. */
  readonly pages?: { readonly host: string; readonly inZone: boolean; readonly certificate?: string };
  /** The account's receipt rule set that takes the rule of `leaveAddress`. */
  readonly ruleSet?: string;
}

/**
 * Checks what was read from newsletter.yaml. All problems are given at once,
 * those of the schema and those of the rules across fields.
 */
export function parseConfig(
  written: unknown,
): { readonly kind: 'config'; readonly config: Config } | { readonly kind: 'problems'; readonly problems: readonly Problem[] } {
  const parsed = schema.safeParse(written);
  const ofSchema = parsed.error?.issues.flatMap(toProblems) ?? [];
  const problems = [
    // One value can break several rules; the first says enough.
    ...ofSchema.filter(({ path }, n) => ofSchema.findIndex((other) => other.path.join() === path.join()) === n),
    ...acrossFields(written),
  ];
  return parsed.success && problems.length === 0
    ? { kind: 'config', config: withDefaults(parsed.data) }
    : { kind: 'problems', problems };
}

function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path as (string | number)[];
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  const known = knownKeys(path);
  return issue.keys.map((key) => ({ path: [...path, key], message: `is not a key of newsletter.yaml; here it knows ${known.join(', ')}` }));
}

function withDefaults(written: Written): Config {
  const { replyTo, leaveAddress, url, look, schedule, limits, collect, domain, sections, ...rest } = written;
  const { storiesPerFeed, maxAgeDays, ...issueLimits } = limits;
  const from = parseMailbox(written.from)!;
  return {
    ...rest,
    from,
    domain: domainOf(domain, from, url),
    ...(replyTo !== undefined && { replyTo: parseMailbox(replyTo)! }),
    ...(leaveAddress !== undefined && { leaveAddress: parseAddress(leaveAddress)! }),
    ...(url !== undefined && { url: url.replace(/\/+$/, '') }),
    look: lookOf(look),
    schedule: {
      ...schedule,
      catchUpHours: schedule.catchUpHours ?? Math.min(6, rest.deliver.maxAgeHours - 1),
      weekly: schedule.weekly ?? (schedule.days.includes('sat') ? 'sat' : weekdays.findLast((day) => schedule.days.includes(day))!),
    },
    collect: { everyMinutes: toMinutes(collect.every), feedsPerRun: collect.feedsPerRun, silentAfterDays: collect.silentAfterDays },
    limits: { ...issueLimits, ...(maxAgeDays !== undefined && { maxAgeDays }) },
    sections: sections.map(({ title, feeds }) => ({
      title,
      feeds: feeds.map((feed) => ({
        id: feedId(feed.url),
        url: new URL(feed.url).href,
        name: feed.name ?? new URL(feed.url).hostname.replace(/^www\./, ''),
        maxStories: feed.maxStories ?? storiesPerFeed,
        weight: feed.weight ?? 1,
        include: feed.include ?? [],
        exclude: feed.exclude ?? [],
      })),
    })),
  };
}

function domainOf({ mailFrom = 'bounce', dmarc, zone, certificate, ruleSet, identity }: Written['domain'], from: Mailbox, url: string | undefined): Domain {
  const host = url === undefined ? undefined : new URL(url).hostname;
  const inZone = host !== undefined && zone !== undefined && isWithin(host, zone.name);
  return {
    identity,
    ...(identity === 'new' && { mailFrom: `${mailFrom}.${domainPart(from.address)}` }),
    dmarc: dmarc ?? (identity === 'new' ? 'none' : 'existing'),
    ...(zone && { zone }),
    ...(host !== undefined && (inZone || certificate !== undefined) && { pages: { host, inZone, ...(certificate !== undefined && { certificate }) } }),
    ...(ruleSet !== undefined && { ruleSet }),
  };
}

function lookOf({ accent, background, logo, header, footer }: Written['look']): Look {
  return {
    palettes: palettesOf({ ...(accent !== undefined && { accent }), ...(background !== undefined && { background }) }),
    ...(logo !== undefined && { logo }),
    ...(header !== undefined && { header }),
    ...(footer !== undefined && { footer }),
  };
}

/** A key for the feed that says where it is from and differs for every URL. */
function feedId(url: string): string {
  const { hostname, href } = new URL(url);
  const host = hostname.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);
  return `${host}-${createHash('sha256').update(href).digest('hex').slice(0, 10)}`;
}
