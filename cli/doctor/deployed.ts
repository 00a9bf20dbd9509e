/** The stack as it stands: up to date, wired, quiet. Pure. */
import { configPrint, differing } from '../../functions/config-print.ts';
import type { Config } from '../../functions/config.ts';
import { progressLine } from '../delivery/progress.ts';
import { relativeTime } from '../relative-time.ts';
import { type Answer, valueOf } from './answer.ts';
import { advice, type Check, ok, todo, unknown } from './check.ts';
import { type Deployed, type Facts, type Stack, stands } from './facts.ts';
import { wiringChecks } from './wiring.ts';

export function deployedChecks({ account: { stack }, stackName, config, deployed, now }: Pick<Facts, 'account' | 'stackName' | 'config' | 'deployed' | 'now'>): Check[] {
  if (stack.kind === 'failed') return [unknown('stack.status', `stack ${stackName}`, stack)];
  const is = stackCheck(stack.value, stackName);
  if (!stands(stack.value) || !deployed) return [is];
  return [
    is,
    configCheck(stack.value, config),
    ...wiringChecks(deployed, stack.value.outputs, config),
    ...alarmChecks(deployed.alarms, stackName, now),
    ...queueChecks(deployed, stack.value),
    pagesCheck(deployed.pages, config, stack.value.outputs['PagesOrigin']),
    deliveryCheck(deployed, now),
  ];
}

function stackCheck(stack: Stack | undefined, name: string): Check {
  const id = 'stack.status';
  if (!stack) return todo(id, `${name} is not deployed yet`, '`npx cdk deploy`, once the lines above are as you want them; then `dawnpost doctor` again');
  const { status, reason } = stack;
  const why = reason === '' ? [] : [reason];
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(id, `${name} is deployed (${status})`);
  if (/^UPDATE_COMPLETE_CLEANUP/.test(status)) return ok(id, `${name} is deployed, and tidies up`);
  if (status === 'REVIEW_IN_PROGRESS') return todo(id, `${name} is not deployed: its first deploy was never carried out`, '`npx cdk deploy`');
  if (/_IN_PROGRESS$/.test(status)) return advice(id, `${name} is being changed at this moment (${status})`, 'ask again in some minutes', why);
  if (status === 'UPDATE_ROLLBACK_COMPLETE') return todo(id, `the last deploy of ${name} failed and was taken back, so what stands is the one before`, `\`npx cdk deploy\` again; \`aws cloudformation describe-stack-events --stack-name ${name}\` says why`, why);
  if (status === 'UPDATE_ROLLBACK_FAILED') return todo(id, `the last deploy of ${name} failed, and could not be taken back (${status})`, `\`aws cloudformation continue-update-rollback --stack-name ${name}\`, then deploy again`, why);
  if (/^(ROLLBACK_|CREATE_FAILED)/.test(status)) return todo(id, `the first deploy of ${name} failed (${status})`, `\`aws cloudformation delete-stack --stack-name ${name}\`, then \`npx cdk deploy\``, why);
  return todo(id, `${name} is ${status}`, `\`aws cloudformation describe-stack-events --stack-name ${name}\` says why`, why);
}

function configCheck({ outputs }: Stack, config: Config): Check {
  const print = outputs['Config'];
  if (print === undefined) return todo('stack.config', 'an earlier version of Dawnpost is deployed', '`npx cdk deploy`');
  const keys = differing(print, configPrint(config));
  return keys.length === 0 ? ok('stack.config', 'newsletter.yaml is as deployed') : todo('stack.config', `newsletter.yaml is not as deployed: ${keys.join(', ')}`, '`npx cdk deploy`');
}

function alarmChecks(alarms: Deployed['alarms'], stackName: string, now: Date): Check[] {
  if (alarms.kind === 'failed') return [unknown('stack.alarms', 'alarms', alarms)];
  const ringing = alarms.value.filter(({ state }) => state === 'ALARM');
  if (alarms.value.length === 0) return [advice('stack.alarms', 'the stack has no alarms', '`npx cdk deploy` makes them')];
  if (ringing.length === 0) return [ok('stack.alarms', `${alarms.value.length} alarms, none of them on`)];
  return ringing.map(({ name, description, since }) => {
    // As the stack describes its alarms: what is the matter, and where to read what to do.
    const [matter = '', what = 'look at it in the CloudWatch console'] = description.split(' What to do: ');
    const known = nameOf(name, stackName);
    return todo(`stack.alarm.${known}`, `alarm ${known}${since ? `, since ${relativeTime(since, now)}` : ''}${matter === '' ? '' : `: ${matter}`}`, what);
  });
}

/** `IssueLate` of `Morning-AlarmsIssueLate1A2B3C4D-X5Y6Z7`, as CloudFormation names it. */
const nameOf = (alarm: string, stackName: string): string => alarm.slice(stackName.length + 1).replace(/^Alarms(?=[A-Z])/, '').replace(/[0-9A-F]{8}-\w+$/, '');

function queueChecks({ undelivered, failures }: Deployed, { outputs }: Stack): Check[] {
  const look = (url: string): string => `look at one: \`aws sqs receive-message --visibility-timeout 0 --queue-url ${outputs[url]}\``;
  return [
    ...waiting('stack.undelivered', 'deliveries that were given up', undelivered, `\`dawnpost status\` says how the issue does, and \`dawnpost resume DATE\` goes on; ${look('UndeliveredQueue')}`),
    ...waiting('stack.failures', 'polls, issues or bounces that failed in every retry', failures, `the functions' logs say why; ${look('FailuresQueue')}`),
  ];
}

function waiting(id: string, what: string, answer: Answer<number> | undefined, how: string): Check[] {
  if (!answer) return [];
  if (answer.kind === 'failed') return [unknown(id, what, answer)];
  return [answer.value === 0 ? ok(id, `no ${what}`) : todo(id, `${what}: ${answer.value}`, how)];
}

function pagesCheck(pages: Deployed['pages'], { url }: Config, origin: string | undefined): Check {
  const lead = url !== undefined && origin !== undefined ? `${url} must lead to ${origin}` : 'the log of the subscribe function says why';
  if (pages.kind === 'failed') return todo('stack.pages', `the pages do not answer (${pages.detail})`, lead);
  return pages.value.status === 200 ? ok('stack.pages', `the pages answer at ${pages.value.url}`) : todo('stack.pages', `the pages answer ${pages.value.status} at ${pages.value.url}`, lead);
}

/** Longer than a delivery takes to begin, or a halted part to come back. */
const stillAfterMs = 15 * 60_000;

function deliveryCheck({ delivery, readers }: Deployed, now: Date): Check {
  const id = 'stack.delivery';
  if (delivery.kind === 'failed') return unknown(id, 'last issue', delivery);
  if (!delivery.value) return ok(id, 'no issue yet');
  const { madeAt, progress } = delivery.value;
  const { date, state, last } = progress;
  const idle = (state === 'not-planned' || state === 'under-way') && now.getTime() - Date.parse(last ?? madeAt) > stillAfterMs;
  if (state === 'not-planned' && valueOf(readers) === 0) return ok(id, `last issue ${date}: nobody to deliver it to`);
  const line = `last issue ${date}: ${progressLine(progress)}`;
  return state === 'stopped' || idle ? todo(id, line, `\`dawnpost issue ${date}\` says more; \`dawnpost resume ${date}\` goes on`) : ok(id, line);
}
