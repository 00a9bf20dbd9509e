import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** A stack as CloudFormation has it, whatever its state. */
export interface StackFound {
  readonly status: string;
  readonly reason: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The stack of that name, or undefined where there is none. For the operator's command; no function needs it. Rejects with the SDK's error for everything else. */
export async function describeStack(client: CloudFormationClient, name: string, abortSignal?: AbortSignal): Promise<StackFound | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }), { ...(abortSignal && { abortSignal }) });
    const [stack] = Stacks ?? [];
    if (!stack) return undefined;
    return {
      status: stack.StackStatus ?? '',
      reason: stack.StackStatusReason ?? '',
      outputs: Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}
