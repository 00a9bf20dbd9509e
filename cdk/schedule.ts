import { Duration, Stack, TimeZone, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';

/** Every morning at the operator's time, daylight saving included. */
export function everyDay({ schedule, timezone }: Pick<Config, 'schedule' | 'timezone'>): ScheduleExpression {
  const [hour, minute] = schedule.at.split(':').map(Number) as [number, number];
  return ScheduleExpression.cron({
    minute: String(minute),
    hour: String(hour),
    weekDay: schedule.days.join(',').toUpperCase(),
    timeZone: TimeZone.of(timezone),
  });
}

/** Once an hour, at the minute from which an issue is late. */
export function everyHourAfter({ schedule, timezone, watch }: Pick<Config, 'schedule' | 'timezone' | 'watch'>): ScheduleExpression {
  const minute = (Number(schedule.at.slice(3)) + watch.lateAfterMinutes) % 60;
  return ScheduleExpression.cron({ minute: String(minute), timeZone: TimeZone.of(timezone) });
}

export const every = (interval: Duration): ScheduleExpression => ScheduleExpression.rate(interval);

/**
 * Starts the function on time, with an event that carries the time it was due:
 * `{"time": "2026-03-01T07:00:00Z"}`, the same in every retry, and what else
 * `input` says.
 *
 * What can't be started is put in `failures`. `worthwhile` is how long a start
 * that is late is worth making up.
 */
export function startBySchedule(
  scope: Construct,
  id: string,
  lambda: Lambda,
  schedule: ScheduleExpression,
  { description, worthwhile, failures, input }: { readonly description: string; readonly worthwhile: Duration; readonly failures: IQueue; readonly input?: object },
): void {
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } }),
  });
  const functionId = Stack.of(scope).getLogicalId(lambda.node.defaultChild as CfnFunction);
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::<${functionId}.Arn>:*]`, reason: 'The versions of the one function that this schedule starts.' });
  new Schedule(scope, id, {
    description,
    schedule,
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(lambda, {
      role,
      input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime, ...input }),
      retryAttempts: 20,
      maxEventAge: worthwhile,
      deadLetterQueue: failures,
    }),
  });
}

/** Scheduler hands an event over and is done: what fails from there on, Lambda retries, for six hours at most, and then puts it in `failures`. */
export function retryStarts(lambda: Lambda, worthwhile: Duration, failures: IQueue): void {
  const longest = Duration.hours(6);
  lambda.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: worthwhile.toSeconds() > longest.toSeconds() ? longest : worthwhile, onFailure: new SqsDestination(failures) });
}
