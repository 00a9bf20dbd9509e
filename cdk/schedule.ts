import { Duration, TimeZone } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
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

export const every = (interval: Duration): ScheduleExpression => ScheduleExpression.rate(interval);

/**
 * Starts the function on time, with an event that carries the time it was due:
 * `{"time": "2026-03-01T07:00:00Z"}`, the same in every retry.
 *
 * What can't be started, and what has failed in every retry, is put in
 * `failures`. `worthwhile` is how long a start that is late is worth making up.
 */
export function startBySchedule(
  scope: Construct,
  lambda: Lambda,
  schedule: ScheduleExpression,
  { description, worthwhile, failures }: { readonly description: string; readonly worthwhile: Duration; readonly failures: IQueue },
): void {
  new Schedule(scope, 'Schedule', {
    description,
    schedule,
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(lambda, {
      input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime }),
      retryAttempts: 20,
      maxEventAge: worthwhile,
      deadLetterQueue: failures,
    }),
  });
  // Scheduler hands the event over and is done: what fails from there on, Lambda retries, for six hours at most.
  const longest = Duration.hours(6);
  lambda.configureAsyncInvoke({ retryAttempts: 2, maxEventAge: worthwhile.toSeconds() > longest.toSeconds() ? longest : worthwhile, onFailure: new SqsDestination(failures) });
}
