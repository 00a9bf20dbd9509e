/** A newsletter that is deployed, for commands that work on it: by its stack's name, which knows the rest. */
import { OperatorError } from './failure.ts';
import { type LocalStack, localPorts } from './local/stack.ts';

/** The outputs of the stack that commands need (cdk/stack.ts). */
interface Outputs {
  readonly BucketName: string;
  readonly DeliveryQueue: string;
  readonly ConfigurationSet: string;
  readonly Pages: string;
}

/** The ports of a deployed newsletter. */
export type DeployedStack = LocalStack & { readonly pages: string };

/** Region and credentials come from where the AWS command line has them. Throws an OperatorError where there is no such stack. */
export async function deployedStack(name: string, options: { readonly now?: Date }): Promise<DeployedStack> {
  const { BucketName, DeliveryQueue, ConfigurationSet, Pages } = await outputsOf(name);
  // Only here, as loading the clients takes longer than most commands.
  const { bucketStore, sesClient, sqsClient } = await import('../functions/aws.ts');
  const { sesMailer } = await import('../functions/aws/mailer.ts');
  const { sqsQueue } = await import('../functions/aws/queue.ts');
  const onQueue = (): never => {
    throw new OperatorError('the deployed functions work on the queue: `dawnpost status` says how they do', 2);
  };
  return {
    ...localPorts(options),
    pages: Pages,
    source: `s3://${BucketName}`,
    store: bucketStore(BucketName),
    mailer: sesMailer(sesClient(), { configurationSet: ConfigurationSet }),
    queue: { ...sqsQueue(sqsClient(), DeliveryQueue), receive: onQueue, remove: onQueue },
    get dir(): string {
      throw new OperatorError('this command works on a folder only: name one with --data DIR', 2);
    },
  };
}

const needed = ['BucketName', 'DeliveryQueue', 'ConfigurationSet', 'Pages'];

async function outputsOf(name: string): Promise<Outputs> {
  const { stackOutputs } = await import('../functions/aws/stack-outputs.ts');
  const outputs = await stackOutputs(name);
  if (!outputs) throw new OperatorError(`there is no stack ${name} in this account and region: \`npx cdk list\` prints its name; AWS_REGION names the region`);
  const missing = needed.filter((key) => outputs[key] === undefined);
  if (missing.length > 0) throw new OperatorError(`the stack ${name} has no ${missing.join(', ')}: deploy it once more, or name the newsletter's own stack`);
  return outputs as unknown as Outputs;
}
