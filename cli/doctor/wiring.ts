/** Whether bounces come home, and alarms get out. Pure. */
import type { Config } from '../../functions/config.ts';
import { type Check, ok, todo, unknown } from './check.ts';
import type { Deployed } from './facts.ts';

export function wiringChecks({ eventDestinations, feedback, alerts }: Deployed, outputs: Readonly<Record<string, string>>, config: Config): Check[] {
  return [destinationCheck(eventDestinations, outputs['FeedbackTopic']), ...feedbackCheck(feedback), ...alertsCheck(alerts, config.alerts)];
}

/** `topic`: where bounces must go; undefined where an earlier version of the stack does not name it. */
function destinationCheck(destinations: Deployed['eventDestinations'], topic: string | undefined): Check {
  const id = 'stack.bounces';
  if (destinations.kind === 'failed') return unknown(id, 'where bounces and complaints go', destinations);
  const ours = destinations.value.filter((destination) => destination.topic !== undefined && (topic === undefined || destination.topic === topic));
  const heard = new Set(ours.filter(({ enabled }) => enabled).flatMap(({ events }) => events));
  const unheard = ['BOUNCE', 'COMPLAINT'].filter((event) => !heard.has(event)).map((event) => `${event.toLowerCase()}s`);
  if (unheard.length === 0) return ok(id, 'SES reports bounces and complaints');
  const off = ours.some(({ enabled, events }) => !enabled && events.some((event) => event === 'BOUNCE' || event === 'COMPLAINT'));
  return todo(id, `SES does not report ${unheard.join(' and ')}${off ? ': the event destination is switched off' : ''}, so mail to who does not want it goes on`, off ? 'switch it on in the SES console (configuration set, event destinations)' : 'somebody has changed the configuration set: make its event destination again, or deploy under another `stack`');
}

function feedbackCheck(subscriptions: Deployed['feedback']): Check[] {
  const id = 'stack.feedback';
  if (!subscriptions) return [];
  if (subscriptions.kind === 'failed') return [unknown(id, 'who hears of bounces', subscriptions)];
  return [subscriptions.value.some(({ protocol, confirmed }) => protocol === 'lambda' && confirmed)
    ? ok(id, 'the feedback function hears of them')
    : todo(id, 'no function hears of bounces and complaints', 'somebody has taken the subscription off the topic: subscribe the feedback function to it again (protocol lambda)')];
}

function alertsCheck(subscriptions: Deployed['alerts'], wanted: Config['alerts']): Check[] {
  const id = 'stack.alerts';
  if (!subscriptions || wanted.length === 0) return [];
  if (subscriptions.kind === 'failed') return [unknown(id, 'who hears of alarms', subscriptions)];
  const mails = subscriptions.value.filter(({ protocol }) => protocol === 'email');
  const of = (address: string) => mails.find(({ endpoint }) => endpoint.toLowerCase() === address.toLowerCase());
  const gone = wanted.filter((address) => !of(address));
  const waiting = wanted.filter((address) => of(address)?.confirmed === false);
  if (gone.length + waiting.length === 0) return [ok(id, `alarms are mailed to ${wanted.join(', ')}`)];
  return [
    ...(waiting.length > 0 ? [todo(id, `alarms are not mailed to ${waiting.join(', ')}: not confirmed yet`, 'click the link in the mail “AWS Notification - Subscription Confirmation”, which may be among the spam')] : []),
    ...(gone.length > 0 ? [todo('stack.alertsGone', `alarms are not mailed to ${gone.join(', ')}: not subscribed, or not any more`, '`npx cdk deploy`; where it has left by the link in a mail, subscribe it to the topic of alarms again')] : []),
  ];
}
