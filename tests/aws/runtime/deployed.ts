/** What a stack has made of an account, as the services say themselves: what each function is, and what starts it. */
import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { testCredentials, testRegion } from '../emulator.ts';
import { elements, query, rest } from './rest.ts';

export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly codeSha256: string;
  readonly logGroup: string;
}

export interface Schedule {
  readonly expression: string;
  readonly timezone: string;
  readonly state: string;
  readonly input: string;
  readonly target: string;
}

/** An event source mapping of a queue. */
export interface Mapping {
  readonly queue: string;
  readonly target: string;
  readonly batchSize: number;
  readonly state: string;
  readonly reportsFailures: boolean;
  readonly concurrency: number | undefined;
}

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

export interface Deployed {
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
  /** By the name of their stage, such as `collect`. */
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly schedules: readonly Schedule[];
  readonly mappings: readonly Mapping[];
  readonly subscriptions: readonly { readonly arn: string; readonly topic: string; readonly protocol: string; readonly target: string }[];
  /** Of the HTTP API: which route starts what. */
  readonly routes: readonly { readonly key: string; readonly target: string; readonly payloadFormat: string }[];
  readonly apiId: string;
}

interface LambdaConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Role: string;
  readonly Handler: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly CodeSha256: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

/** Reads a deployed stack. Rejects where there is none. */
export async function readDeployed(url: string, stack: string): Promise<Deployed> {
  const { outputs, resources } = await stackOf(url, stack);
  const of = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);
  const apiId = of('AWS::ApiGatewayV2::Api')[0]!.physicalId;
  return {
    outputs,
    resources,
    apiId,
    functions: await functionsOf(url, resources),
    schedules: await Promise.all(of('AWS::Scheduler::Schedule').map(({ physicalId }) => scheduleOf(url, physicalId))),
    mappings: await mappingsOf(url),
    subscriptions: await subscriptionsOf(url),
    routes: await routesOf(url, apiId),
  };
}

async function stackOf(url: string, StackName: string): Promise<Pick<Deployed, 'outputs' | 'resources'>> {
  const client = new CloudFormationClient({ endpoint: url, region: testRegion, credentials: testCredentials });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  client.destroy();
  return {
    outputs: Object.fromEntries((Stacks![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])),
    // One that the emulator has passed over is listed without a name.
    resources: StackResources.flatMap(({ LogicalResourceId, ResourceType, PhysicalResourceId }) =>
      LogicalResourceId === undefined ? [] : [{ logicalId: LogicalResourceId, type: ResourceType!, physicalId: PhysicalResourceId! }],
    ),
  };
}

async function functionsOf(url: string, resources: readonly Resource[]): Promise<Map<string, DeployedFunction>> {
  const { Functions } = await rest<{ Functions: LambdaConfiguration[] }>(url, 'lambda', '/2015-03-31/functions/');
  const all = resources.flatMap(({ logicalId, type, physicalId }): [string, DeployedFunction][] => {
    const stage = type === 'AWS::Lambda::Function' ? /^(\w+?)Function[0-9A-F]{8}$/.exec(logicalId)?.[1] : undefined;
    const found = Functions.find(({ FunctionName }) => FunctionName === physicalId);
    if (stage === undefined || !found) return [];
    // The emulator does not say where a function logs to; the stack does.
    const logGroup = resources.find((one) => one.type === 'AWS::Logs::LogGroup' && one.logicalId.startsWith(`${stage}Log`));
    const { FunctionName, FunctionArn, Role, Handler, Timeout, MemorySize, CodeSha256, Environment } = found;
    const made = { name: FunctionName, arn: FunctionArn, role: Role, handler: Handler, timeoutSeconds: Timeout, memoryMb: MemorySize, variables: Environment?.Variables ?? {}, codeSha256: CodeSha256, logGroup: logGroup?.physicalId ?? `/aws/lambda/${FunctionName}` };
    return [[stage.toLowerCase(), made]];
  });
  return new Map(all);
}

async function scheduleOf(url: string, name: string): Promise<Schedule> {
  const found = await rest<{ ScheduleExpression: string; ScheduleExpressionTimezone?: string; State: string; Target: { Arn: string; Input: string } }>(url, 'scheduler', `/schedules/${name}`);
  const { ScheduleExpression, ScheduleExpressionTimezone = 'UTC', State, Target } = found;
  return { expression: ScheduleExpression, timezone: ScheduleExpressionTimezone, state: State, input: Target.Input, target: Target.Arn };
}

async function mappingsOf(url: string): Promise<Mapping[]> {
  const { EventSourceMappings } = await rest<{ EventSourceMappings: { EventSourceArn: string; FunctionArn: string; BatchSize: number; State: string; FunctionResponseTypes?: string[]; ScalingConfig?: { MaximumConcurrency?: number } }[] }>(url, 'lambda', '/2015-03-31/event-source-mappings/');
  return EventSourceMappings.map(({ EventSourceArn, FunctionArn, BatchSize, State, FunctionResponseTypes = [], ScalingConfig }) => ({
    queue: EventSourceArn,
    target: FunctionArn,
    batchSize: BatchSize,
    state: State,
    reportsFailures: FunctionResponseTypes.includes('ReportBatchItemFailures'),
    concurrency: ScalingConfig?.MaximumConcurrency,
  }));
}

async function subscriptionsOf(url: string): Promise<Deployed['subscriptions']> {
  const xml = await query(url, 'sns', { Action: 'ListSubscriptions' });
  return elements(xml, 'member').map((member) => {
    const [arn, topic, protocol, target] = ['SubscriptionArn', 'TopicArn', 'Protocol', 'Endpoint'].map((name) => elements(member, name)[0]!) as [string, string, string, string];
    return { arn, topic, protocol, target };
  });
}

async function routesOf(url: string, api: string): Promise<Deployed['routes']> {
  const [routes, integrations] = await Promise.all([
    rest<{ items: { routeKey: string; target: string }[] }>(url, 'apigateway', `/v2/apis/${api}/routes`),
    rest<{ items: { integrationId: string; integrationUri: string; payloadFormatVersion: string }[] }>(url, 'apigateway', `/v2/apis/${api}/integrations`),
  ]);
  return routes.items.map(({ routeKey, target }) => {
    const { integrationUri, payloadFormatVersion } = integrations.items.find(({ integrationId }) => target === `integrations/${integrationId}`)!;
    return { key: routeKey, target: integrationUri, payloadFormat: payloadFormatVersion };
  });
}
