/** What newsletter.yaml says of running it: the stack, the sender's domain, who hears of trouble and when. */
import { z } from 'zod';
import { count, expect, line } from './config-fields.ts';
import { parseAddress } from './model/address.ts';

const address = () => line('a mail address, such as you@example.com').refine((text) => parseAddress(text) !== undefined, expect('a mail address, such as you@example.com'));

/** One address or several. */
export const alertsSchema = z
  .union([address(), z.array(address()).max(10)], expect('who is to hear of trouble, such as you@example.com, or a list of up to ten'))
  .transform((given) => [...new Set([given].flat().map((text) => parseAddress(text)!))]);

const stackError = () => expect('letters, digits and hyphens, a letter first, such as MorningBrief');
/** As CloudFormation takes names, short enough for what is named after it (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html). */
export const stackSchema = z.string(stackError()).regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, stackError());

export const watchSchema = z.strictObject(
  {
    lateAfterMinutes: count('how many minutes past its time an issue is late, 10 to 720, such as 30', 720).min(10, expect('how many minutes past its time an issue is late, 10 to 720, such as 30')).default(30),
    quietAfterDays: count('after how many days without anything new a feed counts as silent, such as 30', 365).default(30),
    quotaPercent: count('how much of the day’s SES quota may be used before you hear of it, in percent, such as 80', 100).default(80),
  },
  expect('`lateAfterMinutes`, `quietAfterDays`, `quotaPercent`'),
);

const label = 'a label before the sender’s domain, such as bounce (for bounce.example.com)';
const isDomain = (text: string): boolean => /^(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(text);
const zoneId = 'the zone’s id, such as Z0123456789ABCDEFGHIJ (`aws route53 list-hosted-zones` prints it)';
const certificate = 'the ARN of a certificate of AWS Certificate Manager, such as arn:aws:acm:eu-west-1:123456789012:certificate/…';

export const zoneSchema = z.strictObject(
  {
    name: line('the zone’s name, such as example.com')
      .transform((text) => text.replace(/\.$/, '').toLowerCase())
      .refine(isDomain, expect('the zone’s name, such as example.com')),
    id: line(zoneId).transform((text) => text.replace(/^\/hostedzone\//, '')).pipe(z.string().regex(/^Z[A-Z0-9]{1,31}$/, expect(zoneId))),
  },
  expect('`name` and `id` of a hosted zone of Route 53'),
);

export const domainSchema = z.strictObject(
  {
    identity: z.enum(['new', 'existing'], expect('`new`, or `existing` where the sender’s domain is an identity of SES already')).default('new'),
    mailFrom: line(label).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, expect(label)).optional(),
    dmarc: z.enum(['none', 'quarantine', 'reject', 'existing'], expect('`none`, `quarantine` or `reject`: what is to become of mail that is not yours; or `existing`, to leave the record as it is')).optional(),
    zone: zoneSchema.optional(),
    certificate: line(certificate).regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, expect(certificate)).optional(),
    ruleSet: line('the name of a receipt rule set of SES, such as default-rule-set').regex(/^[\w-]{1,64}$/, expect('the name of a receipt rule set of SES, such as default-rule-set')).optional(),
  },
  expect('`identity`, `mailFrom`, `dmarc`, `zone`, `certificate`, `ruleSet`'),
);
