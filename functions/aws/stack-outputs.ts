import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describeStack } from './stack.ts';

/** The outputs of a deployed stack by name, or undefined where there is none of that name. Rejects as `describeStack` does. */
export async function stackOutputs(name: string): Promise<Readonly<Record<string, string>> | undefined> {
  const client = new CloudFormationClient({});
  try {
    return (await describeStack(client, name))?.outputs;
  } finally {
    client.destroy();
  }
}
