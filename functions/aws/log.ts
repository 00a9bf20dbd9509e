/** The log of a function, as CloudWatch takes it apart: one JSON object a line, by Powertools, without addresses. */
import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Log } from '../ports.ts';
import { redactAll } from './redact.ts';

/**
 * `timestamp`, `level` and `requestId` are named as in the lines that Lambda
 * itself writes as JSON, so that one filter finds both
 * (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html).
 */
class EventFormatter extends LogFormatter {
  formatAttributes({ logLevel, timestamp, message, lambdaContext }: UnformattedAttributes, { facts }: { facts?: unknown }): LogItem {
    const head = { level: logLevel, timestamp: timestamp.toISOString(), event: message };
    const { functionName, awsRequestId } = (lambdaContext ?? {}) as Invocation;
    const line = { ...head, ...(facts as object), ...head, function: functionName, requestId: awsRequestId };
    return new LogItem({ attributes: redactAll(line) as Record<string, never> });
  }
}

const logger = new Logger({ logFormatter: new EventFormatter() });

/** A fact `level` is the line's own. */
export const jsonLog: Log = (event, { level, ...facts } = {}) => {
  if (level === 'ERROR') logger.error(event, { facts });
  else if (level === 'WARN') logger.warn(event, { facts });
  else logger.info(event, { facts });
};

/** What Lambda says of an invocation. */
export interface Invocation {
  readonly functionName?: string;
  readonly awsRequestId?: string;
}

/** The lines from here on name this invocation. */
export const logOf = (invocation: Invocation): void => logger.addContext(invocation as Parameters<typeof logger.addContext>[0]);
