import { describe, expect, it } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { feedback, leaveByMail } from '../../functions/feedback/feedback.ts';
import { subscribersKey } from '../../functions/keys.ts';
import { leaveMailto, leaverOf } from '../../functions/model/leaving.ts';
import { type Roster, shardOfId, type Subscriber, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import { setChoice, subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { config, now, temporaryStack } from '../fixtures.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:feedback';
const address = 'reader@example.org';

const recordOf = async (stack: LocalStack, of = address): Promise<Subscriber> => (await read<Roster>(stack.store, subscribersKey(shardOfId(subscriberId(of)))))!.subscribers[subscriberId(of)]!;

/** Days after the subscription. */
const on = (day: number): string => new Date(now.getTime() + day * 86_400_000).toISOString();

interface Told {
  readonly day?: number;
  readonly mail?: string;
  readonly to?: readonly string[];
  readonly about?: readonly string[];
  readonly more?: object;
  readonly recipient?: object;
}

/** An event of SES: `form` is the field that names it. */
function event(form: 'eventType' | 'notificationType', type: string, { day = 1, mail = `mail-of-day-${day}`, to = [address], about = to, more = {}, recipient = {} }: Told = {}): string {
  const recipients = about.map((emailAddress) => ({ emailAddress, ...recipient }));
  const details = {
    Bounce: { bounce: { bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: recipients, timestamp: on(day), feedbackId: crypto.randomUUID(), ...more } },
    Complaint: { complaint: { complainedRecipients: recipients, timestamp: on(day), feedbackId: crypto.randomUUID(), ...more } },
    Delivery: { delivery: { recipients: about, timestamp: on(day), processingTimeMillis: 500, smtpResponse: '250 ok', ...more } },
  }[type];
  return JSON.stringify({ [form]: type, mail: { timestamp: on(day), messageId: mail, source: 'The Morning Brief <digest@example.com>', destination: to, somethingNew: 1 }, ...details });
}
const forms = ['eventType', 'notificationType'] as const;
const full = { more: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } };

async function listening() {
  const stack = await temporaryStack();
  await subscribe(stack, address);
  const lines: unknown[] = [];
  const ports = { ...stack, log: (event: string, facts?: object) => void lines.push([event, facts]) };
  const hear = (text: string, from = topic) => feedback(ports, config, topic, { topic: from, text });
  return { stack, hear, lines };
}

describe.each(forms)('what SES says, in the form with %s', (form) => {
  it('a permanent bounce stops the mail, with the reason', async () => {
    const { stack, hear } = await listening();
    expect(await hear(event(form, 'Bounce', { recipient: { diagnosticCode: 'smtp; 550 5.1.1 user unknown' } }))).toEqual({ outcome: 'heard', recipients: ['bounced'] });
    expect(await recordOf(stack)).toMatchObject({ state: 'bounced', reason: 'smtp; 550 5.1.1 user unknown', since: now.toISOString() });
  });

  it('a complaint stops the mail, also of one who bounced or left, and nothing after it changes that', async () => {
    const { stack, hear } = await listening();
    await hear(event(form, 'Bounce'));
    expect(await hear(event(form, 'Complaint'))).toEqual({ outcome: 'heard', recipients: ['complained'] });
    for (const later of [event(form, 'Bounce', { day: 2 }), event(form, 'Complaint'), event(form, 'Delivery', { day: 3 })]) {
      expect(await hear(later)).toEqual({ outcome: 'heard', recipients: ['nothing-new'] });
    }
    expect((await recordOf(stack)).state).toBe('complained');
    const other = await listening();
    await unsubscribe(other.stack, subscriberId(address));
    await other.hear(event(form, 'Complaint'));
    expect((await recordOf(other.stack)).state).toBe('complained');
  });

  it('who took it out of the spam folder goes on reading', async () => {
    const { stack, hear } = await listening();
    await hear(event(form, 'Complaint', { more: { complaintFeedbackType: 'not-spam' } }));
    expect((await recordOf(stack)).state).toBe('active');
  });

  it('mails that come back for now end it when there are five in a row, whatever their order and however often each is told', async () => {
    const { stack, hear } = await listening();
    for (const day of [3, 1, 3, 4, 2, 1, 4, 4]) await hear(event(form, 'Bounce', { day, ...full }));
    expect(await recordOf(stack)).toMatchObject({ state: 'active', softBounces: [1, 2, 3, 4].map((day) => ({ messageId: `mail-of-day-${day}`, sent: on(day) })) });
    expect(await hear(event(form, 'Bounce', { day: 5, ...full }))).toEqual({ outcome: 'heard', recipients: ['bounced'] });
    expect(await recordOf(stack)).toMatchObject({ state: 'bounced' });
  });

  it('a mail that arrives ends the row of those before it', async () => {
    const { stack, hear } = await listening();
    for (const day of [1, 2, 3, 5]) await hear(event(form, 'Bounce', { day, ...full }));
    await hear(event(form, 'Delivery', { day: 4 }));
    expect((await recordOf(stack)).softBounces).toEqual([{ messageId: 'mail-of-day-5', sent: on(5) }]);
    for (const day of [6, 7, 8]) await hear(event(form, 'Bounce', { day, ...full }));
    expect((await recordOf(stack)).state).toBe('active');
  });

  it('mails that did arrive lie between, if more days do than two issues can be apart', async () => {
    const { stack, hear } = await listening();
    for (const day of [1, 2, 3, 4, 8, 12]) await hear(event(form, 'Bounce', { day, ...full }));
    expect((await recordOf(stack)).state).toBe('active');
    // What fills the gaps may come later.
    for (const day of [6, 10]) await hear(event(form, 'Bounce', { day, ...full }));
    expect((await recordOf(stack)).state).toBe('bounced');
  });

  it('of one mail a week, five weeks are in a row', async () => {
    const { stack, hear } = await listening();
    await setChoice(stack, subscriberId(address), () => ({ every: 'week' }));
    for (const day of [7, 14, 21, 28]) await hear(event(form, 'Bounce', { day, ...full }));
    expect((await recordOf(stack)).state).toBe('active');
    await hear(event(form, 'Bounce', { day: 35, ...full }));
    expect((await recordOf(stack)).state).toBe('bounced');
  });

  it('several mails of one day count once: strangers can cause some', async () => {
    const { stack, hear } = await listening();
    for (let n = 0; n < 9; n++) await hear(event(form, 'Bounce', { mail: `letter-${n}`, ...full }));
    expect((await recordOf(stack)).softBounces).toHaveLength(1);
  });

  it('what lies weeks back is forgotten', async () => {
    const { stack, hear } = await listening();
    for (const day of [1, 2, 3, 4, 40]) await hear(event(form, 'Bounce', { day, ...full }));
    expect(await recordOf(stack)).toMatchObject({ state: 'active', softBounces: [{ messageId: 'mail-of-day-40' }] });
    await hear(event(form, 'Bounce', { day: 5, ...full }));
    expect((await recordOf(stack)).softBounces).toHaveLength(1);
  });

  it('an out-of-office reply is no bounce; a server’s report of the same subtype is', async () => {
    const { stack, hear } = await listening();
    const general = { more: { bounceType: 'Transient', bounceSubType: 'General' } };
    for (let day = 1; day <= 20; day++) await hear(event(form, 'Bounce', { day, ...general }));
    expect(await recordOf(stack)).not.toHaveProperty('softBounces');
    for (let day = 1; day <= 5; day++) await hear(event(form, 'Bounce', { day, ...general, recipient: { action: 'failed', status: '4.4.7' } }));
    expect((await recordOf(stack)).state).toBe('bounced');
  });

  it('several recipients in one event are each heard', async () => {
    const { stack, hear } = await listening();
    await subscribe(stack, 'second@example.org');
    const both = [address, 'second@example.org'];
    expect(await hear(event(form, 'Bounce', { to: both, about: ['"Reader" <READER@example.org>', 'second@example.org', 'nobody@example.org'] }))).toEqual({ outcome: 'heard', recipients: ['bounced', 'bounced', 'unknown'] });
    for (const one of both) expect((await recordOf(stack, one)).state).toBe('bounced');
  });

  it('a bounce of where the reader forwards to is the reader’s', async () => {
    const { stack, hear } = await listening();
    await hear(event(form, 'Bounce', { about: ['reader@forwarded.example'] }));
    expect((await recordOf(stack)).state).toBe('bounced');
  });

  it('a bounce of a mail of before they joined again changes nothing', async () => {
    const { stack, hear } = await listening();
    expect(await hear(event(form, 'Bounce', { day: -3 }))).toEqual({ outcome: 'heard', recipients: ['nothing-new'] });
    expect(await hear(event(form, 'Complaint', { day: -3 }))).toEqual({ outcome: 'heard', recipients: ['nothing-new'] });
    expect((await recordOf(stack)).state).toBe('active');
  });

  it.each(['Send', 'Open', 'Click', 'DeliveryDelay', 'Reject', 'Rendering Failure', 'Subscription', 'AmazonSnsSubscriptionSucceeded'])('%s changes nothing', async (type) => {
    const { stack, hear } = await listening();
    const before = await recordOf(stack);
    expect(await hear(event(form, type))).toEqual({ outcome: 'heard', recipients: [] });
    expect(await recordOf(stack)).toEqual(before);
  });
});

describe('what is none of ours', () => {
  it('is not listened to, and said in the log', async () => {
    const { stack, hear, lines } = await listening();
    expect(await hear(event('eventType', 'Complaint'), `${topic}-other`)).toMatchObject({ outcome: 'foreign' });
    expect((await recordOf(stack)).state).toBe('active');
    expect(lines).toEqual([['feedback', expect.objectContaining({ level: 'ERROR', outcome: 'foreign' })]]);
  });

  it.each(['Successfully validated SNS topic for Amazon SES event publishing.', '{"notificationType":"AmazonSnsSubscriptionSucceeded","message":"You have successfully subscribed"}'])('SES’s trial of the topic, %j, is no trouble', async (text) => {
    const { hear, lines } = await listening();
    expect(await hear(text)).toEqual({ outcome: 'heard', recipients: [] });
    expect(lines).toEqual([]);
  });

  it.each(['', 'Hello', '[]', 'null', '{}', '{"eventType":"Bounce"}', '{"eventType":"Bounce","mail":{"messageId":"m","timestamp":"soon"}}', '{"eventType":"Bounce","mail":[]}'])('%j is unreadable, and throws nothing', async (text) => {
    const { hear } = await listening();
    expect(await hear(text)).toMatchObject({ outcome: 'unreadable' });
  });

  it.each([{ bounce: null }, { bounce: { bouncedRecipients: 'x' } }, { bounce: { bouncedRecipients: [null, 3, {}, { emailAddress: 7 }, { emailAddress: 'no address' }] } }])('a bounce of %j reaches nobody', async (odd) => {
    const { hear } = await listening();
    const text = JSON.stringify({ eventType: 'Bounce', mail: { messageId: 'm', timestamp: on(1), destination: [] }, ...odd });
    expect(await hear(text)).toEqual({ outcome: 'heard', recipients: [] });
  });

  it('names no address in the log', async () => {
    const { hear, lines } = await listening();
    await hear(event('eventType', 'Bounce', { recipient: { diagnosticCode: `550 ${address}` } }));
    expect(JSON.stringify(lines)).not.toContain('@');
  });
});

describe('a mail to leave', () => {
  it('ends the subscription that its subject names, whatever a client puts before it, and only by its token', async () => {
    const { stack, lines } = await listening();
    const ports = { ...stack, log: (event: string, facts?: object) => void lines.push([event, facts]) };
    const { token } = await recordOf(stack);
    const id = subscriberId(address);
    for (const wrong of ['', 'unsubscribe', `unsubscribe ${id}`, `unsubscribe ${id} ${'x'.repeat(22)}`, `unsubscribe ${id} ${token}x`, `unsubscribe ${'0'.repeat(32)} ${token}`, `please unsubscribe me`]) {
      expect(await leaveByMail(ports, wrong)).toBe('unknown');
    }
    expect((await recordOf(stack)).state).toBe('active');
    expect(await leaveByMail(ports, `Re:  UNSUBSCRIBE  ${id.toUpperCase()} ${token} `)).toBe('left');
    expect((await recordOf(stack)).state).toBe('unsubscribed');
    expect(await leaveByMail(ports, `unsubscribe ${id} ${token}`)).toBe('left-before');
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('is what the link of List-Unsubscribe writes', () => {
    const id = subscriberId(address);
    const { searchParams, pathname } = new URL(leaveMailto('leave@in.example.com', id, 'a-token_of-22-letters-'));
    expect(pathname).toBe('leave@in.example.com');
    expect(leaverOf(searchParams.get('subject')!)).toEqual({ id, token: 'a-token_of-22-letters-' });
  });
});
