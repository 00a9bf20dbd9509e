import { logOf } from './log.ts';
import { redactError } from './redact.ts';

/**
 * The handler as Lambda gets it. What it throws is logged by Lambda's runtime
 * with message, stack and all facts it holds, past our log: SES's errors name
 * addresses. So it goes on without them.
 */
export const withoutAddresses = <Event, Context, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  async (event: Event, context: Context): Promise<Result> => {
    logOf(context ?? {});
    try {
      return await handler(event, context);
    } catch (error) {
      throw redactError(error);
    }
  };
