/** The ports of a deployed newsletter, for commands that work on its bucket: `--data s3://BUCKET`. */
import { OperatorError } from './failure.ts';
import type { LocalStack } from './local/stack.ts';
import { localPorts } from './local/stack.ts';

/** The bucket's name in `s3://BUCKET`; undefined where that is a folder. */
export const bucketOf = (data: string): string | undefined => /^s3:\/\/([^/]+)\/?$/.exec(data)?.[1];

/** Whether the data is a folder of this machine. */
export const isFolder = ({ data, stack }: { readonly data: string; readonly stack?: string }): boolean => stack === undefined && bucketOf(data) === undefined;

/** Region and credentials come from where the AWS command line has them. What a folder alone can do throws an OperatorError. */
export async function bucketStack(bucket: string, options: { readonly now?: Date }): Promise<LocalStack> {
  // Only here, as loading the client takes longer than most commands.
  const { bucketStore } = await import('../functions/aws.ts');
  const onlyLocal = (): never => {
    throw new OperatorError('this command works on a folder only: name one with --data DIR', 2);
  };
  const notByBucket = (): never => {
    throw new OperatorError('this command needs more of the newsletter than its bucket: name its stack with --stack NAME', 2);
  };
  return {
    ...localPorts(options),
    source: `s3://${bucket}`,
    store: bucketStore(bucket),
    get dir() {
      return onlyLocal();
    },
    get mailer() {
      return notByBucket();
    },
    get queue() {
      return notByBucket();
    },
  };
}
