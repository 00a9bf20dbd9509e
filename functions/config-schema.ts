/** newsletter.yaml as the operator writes it: every key, what belongs there, and its default. */
import { z } from 'zod';
import { count, expect, isHttp, line, mailbox, maxUrlLength, shown, words } from './config-fields.ts';
import { parseAddress } from './model/address.ts';
import { logoSchema, lookSchema } from './config-look.ts';
import { alertsSchema, domainSchema, stackSchema, watchSchema, zoneSchema } from './config-operate.ts';
import { subjectFault } from './model/subject.ts';
import { weekdays as days } from './model/weekday.ts';

const titlesError = () => expect('how many more items a section names by their titles alone, 0 to 50, such as 6');
const workersError = () => expect('how many workers send at the same time, 2 to 200: one for each 50 messages a second that SES allows you');
const catchUpError = () => expect('within how many hours of its time a missed issue is made up, 0 (never) to 24, such as 6');
const weightError = () => expect('how much this feed counts beside the others, 0.1 to 10, such as 2');

const subscribeSchema = z.strictObject(
  {
    open: z.boolean(expect('`true` or `false`: whether readers can join on the page')).default(true),
    mailsPerDay: count('how many mails the join page may send in a day, such as 500', 100_000).default(500),
    perSource: count('how many of them one IP address may cause in a day, such as 10', 10_000).default(10),
    againAfterMinutes: count('how many minutes lie between two of them to one address, such as 10', 10_080).default(10),
    confirmWithinDays: count('how many days the link of such a mail works, such as 7', 60).default(7),
  },
  expect('`open`, `mailsPerDay`, `perSource`, `againAfterMinutes`, `confirmWithinDays`'),
);

const feedbackSchema = z.strictObject(
  { softBounces: count('after how many mails in a row that came back an address is given up, such as 5', 100).default(5) },
  expect('`softBounces`'),
);

const feedSchema = z.strictObject(
  {
    url: line('the address of the feed, such as https://feeds.example.org/world.xml', maxUrlLength).refine(
      isHttp,
      expect('an http or https address, such as https://feeds.example.org/world.xml'),
    ),
    name: line('the name that readers see, such as Example World').optional(),
    maxStories: count('how many stories of this feed one issue may hold, such as 5', 100).optional(),
    weight: z.number(weightError()).min(0.1, weightError()).max(10, weightError()).optional(),
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

export const schema = z.strictObject(
  {
    name: line('the name of the newsletter, such as The Morning Brief'),
    from: mailbox('the sender, such as The Morning Brief <digest@example.com>'),
    replyTo: mailbox('the address for replies, such as editor@example.com').optional(),
    leaveAddress: line('an address of a domain whose mail SES receives, such as leave@in.example.com').refine((text) => parseAddress(text) !== undefined, expect('an address of a domain whose mail SES receives, such as leave@in.example.com')).optional(),
    postalAddress: z
      .string(expect('your postal address, which anti-spam laws ask for'))
      .transform((text) => text.trim().split(/\s*\n\s*/).join(', '))
      .pipe(line('your postal address, which anti-spam laws ask for')),
    locale: line('a language tag, such as en-GB')
      .refine(isLocale, expect('a language tag, such as en-GB'))
      .default('en'),
    timezone: line('an IANA timezone, such as Europe/London')
      .refine(isTimezone, expect('an IANA timezone, such as Europe/London'))
      .default('UTC'),
    url: line('the address of your pages, such as https://news.example.com')
      .refine(isHttp, expect('the address of your pages, such as https://news.example.com'))
      .optional(),
    subject: line('the subject of a mail, such as "{title} · {name}"')
      .superRefine((text, context) => {
        const fault = subjectFault(text);
        if (fault !== undefined) context.addIssue({ code: 'custom', message: `${shown(text)}: ${fault}` });
      })
      .default('{title}'),
    look: lookSchema.prefault({}),
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
          weekly: z.enum(days, expect(`the day on which readers of one mail a week get it: ${days.join(', ')}`)).optional(),
          whenEmpty: z.enum(['skip', 'send'], expect('`skip` or `send`')).default('skip'),
          catchUpHours: z.int(catchUpError()).min(0, catchUpError()).max(24, catchUpError()).optional(),
        },
        expect('`at` and, if you like, `days`'),
      )
      .prefault({}),
    collect: z
      .strictObject(
        {
          every: line('a time such as 30m or 2h').regex(/^\d{1,4}[mh]$/, expect('a time such as 30m or 2h')).default('30m'),
          feedsPerRun: count('how many feeds one run polls, 10 to 5000, such as 2000', 5000).min(10, expect('how many feeds one run polls, 10 to 5000, such as 2000')).default(2000),
          silentAfterDays: count('after how many days of failing a feed is reported to readers, such as 3', 365).default(3),
        },
        expect('`every`, `feedsPerRun`, `silentAfterDays`'),
      )
      .prefault({}),
    deliver: z
      .strictObject(
        {
          workers: z.int(workersError()).min(2, workersError()).max(200, workersError()).default(2),
          window: count('how many messages one worker has in flight, 1 to 50, such as 10', 50).default(10),
          afterCrash: z.enum(['repeat', 'skip'], expect('`repeat` or `skip`')).default('repeat'),
          maxAgeHours: count('how many hours old an issue may be to be sent, such as 20', 720).default(20),
          canary: z.boolean(expect('`true` or `false`')).default(false),
        },
        expect('`workers`, `window`, `afterCrash`, `maxAgeHours`, `canary`'),
      )
      .prefault({}),
    subscribe: subscribeSchema.prefault({}),
    feedback: feedbackSchema.prefault({}),
    stack: stackSchema.default('Dawnpost'),
    alerts: alertsSchema.default([]),
    watch: watchSchema.prefault({}),
    domain: domainSchema.prefault({}),
    limits: z
      .strictObject(
        {
          // Gmail clips a mail at 102 KB, which is about 80 stories.
          stories: count('how many stories an issue may hold, 1 to 70, such as 30', 70).default(30),
          storiesPerSection: count('how many stories a section may hold, 1 to 70, such as 10', 70).default(10),
          storiesPerFeed: count('how many stories a feed may have in one issue, such as 5', 100).default(5),
          titlesPerSection: z.int(titlesError()).min(0, titlesError()).max(50, titlesError()).default(6),
          maxAgeDays: count('how old, in days, an item may be, such as 14', 3650).optional(),
        },
        expect('`stories`, `storiesPerSection`, `storiesPerFeed`, `titlesPerSection`, `maxAgeDays`'),
      )
      .prefault({}),
    sections: z
      .array(sectionSchema, expect('a list of sections, each with `title` and `feeds`'))
      .min(1, expect('at least one section with `title` and `feeds`')),
  },
  expect('the keys of a newsletter, `name: …` first'),
);

export type Written = z.output<typeof schema>;

/** The keys known at a path; list positions in it do not matter. */
export function knownKeys(path: readonly (string | number)[]): string[] {
  const at = path.filter((step) => typeof step === 'string').join('.');
  const shapes: Record<string, z.ZodObject> = {
    '': schema,
    schedule: schema.shape.schedule.unwrap(),
    collect: schema.shape.collect.unwrap(),
    deliver: schema.shape.deliver.unwrap(),
    subscribe: subscribeSchema,
    feedback: feedbackSchema,
    limits: schema.shape.limits.unwrap(),
    watch: watchSchema,
    domain: domainSchema,
    'domain.zone': zoneSchema,
    look: lookSchema,
    'look.logo': logoSchema,
    sections: sectionSchema,
    'sections.feeds': feedSchema,
  };
  return Object.keys(shapes[at]?.shape ?? {});
}

/** Minutes of a time such as 30m or 2h. */
export const toMinutes = (every: string): number => Number(every.slice(0, -1)) * (every.endsWith('h') ? 60 : 1);

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
