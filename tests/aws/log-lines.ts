/**
 * Says each fact on standard input (a JSON array) in every way that a function
 * can: in lines of the log, and in errors that leave a handler, which Lambda's
 * runtime writes as one JSON object with all that they hold
 * (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html).
 */
import { text } from 'node:stream/consumers';
import { withoutAddresses } from '../../functions/aws/guarded.ts';
import { jsonLog } from '../../functions/aws/log.ts';

const context = { awsRequestId: 'a-request', functionName: 'Dawnpost-Deliver' };

const asLambda = (error: Error): void => {
  const { message: errorMessage, stack, ...rest } = error;
  const { message: causeMessage, stack: causeStack } = error.cause as Error;
  const message = { errorType: error.constructor.name, errorMessage, stackTrace: stack?.split('\n'), cause: { causeMessage, causeStack }, ...rest };
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', requestId: context.awsRequestId, message })}\n`);
};

for (const fact of JSON.parse(await text(process.stdin)) as string[]) {
  const error = Object.assign(new TypeError(fact, { cause: new Error(`for ${fact}`) }), { to: fact, Error: { Message: fact } });
  await withoutAddresses((_event: unknown, _context: typeof context) => {
    jsonLog(fact, { [fact]: fact, deep: [{ [fact]: [fact] }] });
    jsonLog('rejected', { level: 'ERROR', reason: fact, error });
    jsonLog('full', { level: 'WARN', detail: String(error) });
    return Promise.reject(error);
  })({}, context).catch(asLambda);
}
