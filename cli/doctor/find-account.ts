/** Asks AWS, each question with a limit of time; without region or credentials none is asked. */
import type { awsAccount } from '../../functions/aws/account.ts';
import { type Answer, ask, type Failure } from './answer.ts';

type AwsAccount = ReturnType<typeof awsAccount>;

export interface Aws {
  readonly region: Answer<string>;
  /** Asks one question, which needs this right; never rejects. */
  ask<T>(permission: string, question: (account: AwsAccount, signal: AbortSignal) => Promise<T>): Promise<Answer<T>>;
  close(): void;
}

/** Whatever keeps a profile from giving credentials (a role that may not be assumed, say), it is that which is to be mended. */
async function credentialsOf(account: AwsAccount): Promise<Answer<unknown>> {
  const answer = await ask(() => account.credentials());
  const isOwn = answer.kind === 'failed' && (answer.reason === 'denied' || answer.reason === 'error');
  return isOwn ? { ...answer, reason: 'no-credentials', detail: answer.detail || 'access denied' } : answer;
}

export async function openAws(): Promise<Aws> {
  // Only here, as loading the clients takes longer than most commands.
  const account = (await import('../../functions/aws/account.ts')).awsAccount();
  const region = await ask(() => account.region());
  const credentials = region.kind === 'failed' ? region : await credentialsOf(account);
  const missing: Failure | undefined = credentials.kind === 'failed' ? credentials : undefined;
  return {
    region,
    ask: (permission, question) => (missing ? Promise.resolve(missing) : ask((signal) => question(account, signal), { permission })),
    close: () => account.close(),
  };
}
