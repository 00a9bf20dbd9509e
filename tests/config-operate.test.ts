import { describe, expect, it } from 'vitest';
import { parseConfigText } from '../functions/config-file.ts';
import { configPrint, differing } from '../functions/config-print.ts';

const least = `name: Brief
from: digest@mail.example.com
postalAddress: 1 Example Road
sections:
  - title: World
    feeds:
      - url: https://feeds.example.org/world.xml
`;
function configOf(more: string) {
  const loaded = parseConfigText(least + more, 'newsletter.yaml');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}
function problemsOf(more: string): string {
  const loaded = parseConfigText(least + more, 'newsletter.yaml');
  return loaded.kind === 'problems' ? loaded.text : '';
}
const zone = 'zone: { name: Example.com., id: /hostedzone/Z0123456789ABC }';
const certificate = 'certificate: "arn:aws:acm:eu-west-1:123456789012:certificate/1f0c-2"';

describe('what newsletter.yaml says of running it', () => {
  it('takes every key', () => {
    const config = configOf(`stack: EveningBrief
alerts: [a@example.com, b@bücher.example, a@example.com]
schedule: { catchUpHours: 0 }
watch: { lateAfterMinutes: 45, quietAfterDays: 7, quotaPercent: 95 }
url: https://news.example.com
leaveAddress: leave@in.example.com
domain: { mailFrom: mail, dmarc: reject, ${zone}, ruleSet: default-rule-set }
`);
    expect(config).toMatchObject({
      stack: 'EveningBrief',
      alerts: ['a@example.com', 'b@xn--bcher-kva.example'],
      schedule: { catchUpHours: 0 },
      watch: { lateAfterMinutes: 45, quietAfterDays: 7, quotaPercent: 95 },
      domain: { identity: 'new', mailFrom: 'mail.mail.example.com', dmarc: 'reject', zone: { name: 'example.com', id: 'Z0123456789ABC' }, pages: { host: 'news.example.com', inZone: true }, ruleSet: 'default-rule-set' },
    });
  });

  it('takes one address to alert as well as a list', () => expect(configOf('alerts: you@example.com\n').alerts).toEqual(['you@example.com']));

  it('leaves identity, MAIL FROM and DMARC alone where the domain is an identity already', () =>
    expect(configOf('domain: { identity: existing }\n').domain).toEqual({ identity: 'existing', dmarc: 'existing' }));

  it('serves the pages by a certificate alone, and by no means of its own where there is neither', () => {
    expect(configOf(`url: https://news.other.example/\ndomain: { ${certificate} }\n`).domain.pages).toEqual({ host: 'news.other.example', inZone: false, certificate: expect.stringContaining('arn:') as string });
    expect(configOf(`url: https://news.other.example/\ndomain: { ${zone} }\n`).domain.pages).toBeUndefined();
  });

  it('makes up an issue only while it can be sent, where nothing is said of either', () => {
    expect(configOf('deliver: { maxAgeHours: 3 }\n').schedule.catchUpHours).toBe(2);
    expect(configOf('').schedule.catchUpHours).toBe(6);
  });

  it.each([
    ['stack: 1st', 'a letter first'],
    ['stack: My_Brief', 'letters, digits and hyphens'],
    ['alerts: nobody', 'write a mail address, such as you@example.com'],
    ['alerts: 5', 'who is to hear of trouble'],
    ['watch: { lateAfterMinutes: 5 }', '10 to 720'],
    ['watch: { late: 5 }', 'here it knows lateAfterMinutes, quietAfterDays, quotaPercent'],
    ['schedule: { catchUpHours: 25 }', '0 (never) to 24'],
    ['schedule: { catchUpHours: 20 }', 'too old to be sent (deliver.maxAgeHours: 20); write 19 or less'],
    ['schedule: { catchUpHours: 5 }\ndeliver: { maxAgeHours: 4 }', 'write 3 or less'],
    ['watch: { lateAfterMinutes: 400 }', 'so none ever would be; write 360 or less'],
    ['schedule: { catchUpHours: 1 }\nwatch: { lateAfterMinutes: 90 }', 'write 60 or less'],
    ['leaveAddress: leave@bounce.mail.example.com', 'is the MAIL FROM domain'],
    ['domain: { mailFrom: bounce.example.com }', 'a label before the sender’s domain'],
    ['domain: { zone: { name: example.com } }', 'domain.zone.id is missing'],
    ['domain: { zone: { name: example.com, id: example } }', '`aws route53 list-hosted-zones` prints it'],
    ['domain: { zone: { name: other.example, id: Z01 } }', 'does not hold the sender’s domain mail.example.com'],
    ['domain: { identity: existing, mailFrom: mail }', 'not this stack’s (domain.identity: existing); take it out'],
    ['domain: { identity: existing, dmarc: none }', 'domain.dmarc is published with the identity'],
    [`domain: { identity: existing, ${zone} }`, 'has nothing to be written to it'],
    [`domain: { ${certificate} }`, 'give that as `url`'],
    ['domain: { certificate: abc }', 'the ARN of a certificate'],
    ['domain: { ruleSet: mine }', 'give that too'],
    [`url: http://news.example.com\ndomain: { ${zone} }`, 'write https://news.example.com'],
    [`url: https://news.example.com/brief\ndomain: { ${zone} }`, 'no port or path'],
    [`url: https://example.com\ndomain: { ${zone} }`, 'the zone’s own name'],
    [`url: https://bounce.mail.example.com\ndomain: { ${zone} }`, 'choose another label'],
  ])('says what is wrong with %s', (more, what) => expect(problemsOf(`${more}\n`)).toContain(what));
});

describe('the print of a configuration', () => {
  it('is the same for what is written in another order, and names the parts that differ', () => {
    const print = configPrint(configOf('schedule: { at: "08:00", whenEmpty: send }\n'));
    expect(configPrint(configOf('schedule: { whenEmpty: send, at: "08:00" }\n'))).toBe(print);
    expect(differing(print, configPrint(configOf('schedule: { at: "09:00", whenEmpty: send }\nalerts: you@example.com\n')))).toEqual(['alerts', 'schedule']);
    expect(differing(print, configPrint(configOf('schedule: { at: "08:00", whenEmpty: send }\nreplyTo: you@example.com\n')))).toEqual(['replyTo']);
  });

  it('fits an output of a stack with every key given', () => {
    const config = configOf(`stack: Evening\nalerts: a@example.com\nreplyTo: b@example.com\nleaveAddress: c@in.example.com\nurl: https://news.example.com\nlimits: { maxAgeDays: 3 }\ndomain: { ${zone} }\n`);
    expect(configPrint(config).length).toBeLessThan(1000);
    expect(configPrint(config)).toMatch(/^(\w+:[0-9a-f]{6} ?)+$/);
  });
});
