/**
 * newsletter.yaml: the schema of what the operator writes, the rules across its
 * fields, and the configuration with defaults filled in. Used where the file is
 * read (synth, the operator's command); the Lambdas carry the result.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseAddress } from './model/address.ts';
import type { Feed } from './model/feed.ts';

/** The configuration as the stages use it. */
export interface Config {
  readonly name: string;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  readonly postalAddress: string;
  /** BCP 47 tag. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
  /** Where the pages are served; undefined: at the API's own address. */
  readonly url?: string;
  readonly schedule: {
    /** HH:MM, in the timezone. */
    readonly at: string;
    readonly days: readonly Day[];
    /** What to do on a day without stories. */
    readonly whenEmpty: 'skip' | 'send';
  };
  /** Minutes between two polls of a feed. */
  readonly collectEvery: number;
  readonly limits: {
    readonly stories: number;
    readonly storiesPerSection: number;
    /** Items that their feed dates older than this are left out; undefined: age does not matter. */
    readonly maxAgeDays?: number;
  };
  readonly sections: readonly { readonly title: string; readonly feeds: readonly Feed[] }[];
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

/** One fault of the file: where, and a sentence that says what is wrong and what would be right. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** An error text for a field: `right` says what belongs there, with an example. */
const expect = (right: string) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined ? `is missing; write ${right}` : `${shown(issue.input)} will not do; write ${right}`,
});

const line = (right: string) => {
  const error = expect(right);
  // No control characters: these texts go into mail headers.
  return z.string(error).trim().min(1, error).max(200, error).regex(/^\P{Cc}*$/u, error);
};

const mailbox = (right: string) => line(right).refine((text) => parseMailbox(text) !== undefined, expect(right));
const count = (right: string, max: number) => z.int(expect(right)).min(1, expect(right)).max(max, expect(right));
const words = () => z.array(line('a word or phrase'), expect('a list of words, such as [election, budget]'));

const feedSchema = z.strictObject(
  {
    url: line('the address of the feed, such as https://feeds.example.org/world.xml').refine(
      isHttp,
      expect('an http or https address, such as https://feeds.example.org/world.xml'),
    ),
    name: line('the name that readers see, such as Example World').optional(),
    maxStories: count('how many stories of this feed one issue may hold, such as 5', 100).optional(),
    include: words().optional(),
    exclude: words().optional(),
  },
  expect('a feed: at least `url: https://…`'),
);

const sectionSchema = z.strictObject(
  {
    title: line('the heading of the section, such as World'),
    feeds: z
      .array(feedSchema, expect('a list of feeds, each with `- url: https://…`'))
      .min(1, expect('at least one feed, `- url: https://…`')),
  },
  expect('a section: `title` and `feeds`'),
);

const schema = z.strictObject(
  {
    name: line('the name of the newsletter, such as The Morning Brief'),
    from: mailbox('the sender, such as The Morning Brief <digest@example.com>'),
    replyTo: mailbox('the address for replies, such as editor@example.com').optional(),
    postalAddress: line('your postal address in one line, which anti-spam laws ask for'),
    locale: line('a language tag, such as en-GB')
      .refine(isLocale, expect('a language tag, such as en-GB'))
      .default('en'),
    timezone: line('an IANA timezone, such as Europe/London')
      .refine(isTimezone, expect('an IANA timezone, such as Europe/London'))
      .default('UTC'),
    url: line('the address of your pages, such as https://news.example.com')
      .refine(isHttp, expect('the address of your pages, such as https://news.example.com'))
      .optional(),
    schedule: z
      .strictObject(
        {
          at: z
            .string(expect('a time of day in quotes, such as "07:00"'))
            .regex(/^([01]\d|2[0-3]):[0-5]\d$/, expect('a time of day in quotes, such as "07:00"'))
            .default('07:00'),
          days: z
            .array(z.enum(days, expect(`a day: ${days.join(', ')}`)), expect('a list of days, such as [mon, tue, wed]'))
            .min(1, expect('at least one day, such as [mon]'))
            .default([...days]),
          whenEmpty: z.enum(['skip', 'send'], expect('`skip` or `send`')).default('skip'),
        },
        expect('`at` and, if you like, `days`'),
      )
      .prefault({}),
    collect: z
      .strictObject(
        { every: line('a time such as 30m or 2h').regex(/^\d{1,4}[mh]$/, expect('a time such as 30m or 2h')).default('30m') },
        expect('`every: 30m`'),
      )
      .prefault({}),
    limits: z
      .strictObject(
        {
          stories: count('how many stories an issue may hold, such as 30', 200).default(30),
          storiesPerSection: count('how many stories a section may hold, such as 10', 200).default(10),
          storiesPerFeed: count('how many stories a feed may have in one issue, such as 5', 100).default(5),
          maxAgeDays: count('how old, in days, an item may be, such as 14', 3650).optional(),
        },
        expect('`stories`, `storiesPerSection`, `storiesPerFeed`, `maxAgeDays`'),
      )
      .prefault({}),
    sections: z
      .array(sectionSchema, expect('a list of sections, each with `title` and `feeds`'))
      .min(1, expect('at least one section with `title` and `feeds`')),
  },
  expect('the keys of a newsletter, `name: …` first'),
);

type Written = z.output<typeof schema>;

/**
 * Checks what was read from newsletter.yaml. All problems are given at once,
 * those of the schema and those of the rules across fields.
 */
export function parseConfig(
  written: unknown,
): { readonly kind: 'config'; readonly config: Config } | { readonly kind: 'problems'; readonly problems: readonly Problem[] } {
  const parsed = schema.safeParse(written);
  const problems = [...(parsed.error?.issues.flatMap(toProblems) ?? []), ...acrossFields(written)];
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

function knownKeys(path: readonly (string | number)[]): string[] {
  const at = path.filter((step) => typeof step === 'string').join('.');
  const shapes: Record<string, z.ZodObject> = {
    '': schema,
    schedule: schema.shape.schedule.unwrap(),
    collect: schema.shape.collect.unwrap(),
    limits: schema.shape.limits.unwrap(),
    sections: sectionSchema,
    'sections.feeds': feedSchema,
  };
  return Object.keys(shapes[at]?.shape ?? {});
}

/** The rules that need more than one field. They read what was written, so that they speak even where the schema has complaints. */
function acrossFields(written: unknown): Problem[] {
  const problems: Problem[] = [];
  const file = record(written);
  const titles = new Map<string, number>();
  const urls = new Map<string, string>();
  list(file['sections']).forEach((section, s) => {
    const { title, feeds } = record(section);
    if (typeof title === 'string') {
      const key = title.trim().toLowerCase();
      const first = titles.get(key);
      if (first !== undefined) {
        problems.push({ path: ['sections', s, 'title'], message: `${shown(title)} is the title of section ${first + 1} too; give each its own, or merge them` });
      } else titles.set(key, s);
    }
    list(feeds).forEach((feed, f) => {
      const { url, include, exclude } = record(feed);
      const where = ['sections', s, 'feeds', f];
      if (typeof url === 'string' && isHttp(url)) {
        const key = new URL(url.trim()).href;
        const first = urls.get(key);
        if (first !== undefined) {
          problems.push({ path: [...where, 'url'], message: `${shown(url)} is already ${first}; name each feed once` });
        } else urls.set(key, `feed ${f + 1} of section ${s + 1}`);
      }
      const included = new Set(list(include).map(lower));
      for (const word of list(exclude)) {
        if (included.has(lower(word))) {
          problems.push({ path: [...where, 'exclude'], message: `${shown(word)} is in \`include\` too, so nothing could pass; take it out of one` });
        }
      }
    });
  });
  const { stories, storiesPerSection } = record(file['limits']);
  if (typeof stories === 'number' && typeof storiesPerSection === 'number' && storiesPerSection > stories) {
    problems.push({ path: ['limits', 'storiesPerSection'], message: `${storiesPerSection} is more than the whole issue may hold (limits.stories: ${stories}); write ${stories} or less` });
  }
  const every = record(file['collect'])['every'];
  if (typeof every === 'string' && /^\d{1,4}[mh]$/.test(every) && (toMinutes(every) < 5 || toMinutes(every) > 1440)) {
    problems.push({ path: ['collect', 'every'], message: `${shown(every)} is out of range; write something from 5m to 24h` });
  }
  return problems;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const lower = (value: unknown): string => String(value).trim().toLowerCase();
const toMinutes = (every: string): number => Number(every.slice(0, -1)) * (every.endsWith('h') ? 60 : 1);

function withDefaults(written: Written): Config {
  const { replyTo, url, limits, collect, sections, ...rest } = written;
  const { storiesPerFeed, maxAgeDays, ...issueLimits } = limits;
  return {
    ...rest,
    from: parseMailbox(written.from)!,
    ...(replyTo !== undefined && { replyTo: parseMailbox(replyTo)! }),
    ...(url !== undefined && { url: url.replace(/\/+$/, '') }),
    collectEvery: toMinutes(collect.every),
    limits: { ...issueLimits, ...(maxAgeDays !== undefined && { maxAgeDays }) },
    sections: sections.map(({ title, feeds }) => ({
      title,
      feeds: feeds.map((feed) => ({
        id: feedId(feed.url),
        url: new URL(feed.url).href,
        name: feed.name ?? new URL(feed.url).hostname.replace(/^www\./, ''),
        maxStories: feed.maxStories ?? storiesPerFeed,
        include: feed.include ?? [],
        exclude: feed.exclude ?? [],
      })),
    })),
  };
}

/** A key for the feed that says where it is from and differs for every URL. */
function feedId(url: string): string {
  const { hostname, href } = new URL(url);
  const host = hostname.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);
  return `${host}-${createHash('sha256').update(href).digest('hex').slice(0, 10)}`;
}

/** `Name <address>` or a bare address; undefined where the address is none. */
function parseMailbox(text: string): Mailbox | undefined {
  const [, quoted, address] = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim()) ?? [undefined, '', text.trim()];
  const name = quoted!.replace(/^"(.*)"$/, '$1');
  const parsed = parseAddress(address!);
  return parsed === undefined ? undefined : { name, address: parsed };
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isTimezone(text: string): boolean {
  try {
    // Only names of the IANA database: an offset such as +01:00 has no daylight saving, and EventBridge Scheduler refuses it.
    return /^[A-Z]/i.test(text) && new Intl.DateTimeFormat('en', { timeZone: text }).format(0) !== '';
  } catch {
    return false;
  }
}
