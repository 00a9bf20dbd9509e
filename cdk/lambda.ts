import { join } from 'node:path';
import { Aws, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, LoggingFormat, type RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from './bundle.ts';

/** Where errors are counted that our own log tells of, by their event; those of Lambda, which it tries again, have a metric of Lambda's: a filter's metric has the newsletter in its namespace, as it can have no dimension of a fixed value. */
export const loggedErrors = { metricNamespace: `Dawnpost/${Aws.STACK_NAME}`, metricName: 'LoggedErrors' };

/**
 * One function of the flow, from its bundle under `bundles`. What it may do is
 * what it is granted: its role begins with the right to its own log and nothing
 * else. No reserved concurrency: a new account may have ten in all, and none to
 * reserve.
 */
export function lambdaOf(
  scope: Construct,
  name: FunctionName,
  bundles: string,
  needs: { readonly description: string; readonly memorySize: number; readonly timeout: Duration; readonly recursiveLoop?: RecursiveLoop },
): Lambda {
  const logGroup = new LogGroup(scope, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  new MetricFilter(scope, 'LoggedErrors', { ...loggedErrors, logGroup, filterPattern: FilterPattern.all(FilterPattern.stringValue('$.level', '=', 'ERROR'), FilterPattern.stringValue('$.event', '=', '*')), metricValue: '1' });
  return new Lambda(scope, 'Function', {
    ...needs,
    role,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(bundles, name)),
    handler: 'index.handler',
    loggingFormat: LoggingFormat.JSON,
    logGroup,
    environment: { STACK: Aws.STACK_NAME },
  });
}
