import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, Code, Function as Lambda, LoggingFormat, type RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from './bundle.ts';

/** One function of the flow, from its bundle under `bundles`. No reserved concurrency: a new account may have ten in all, and none to reserve. */
export function lambdaOf(
  scope: Construct,
  name: FunctionName,
  bundles: string,
  needs: { readonly description: string; readonly memorySize: number; readonly timeout: Duration; readonly recursiveLoop?: RecursiveLoop },
): Lambda {
  return new Lambda(scope, 'Function', {
    ...needs,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(join(bundles, name)),
    handler: 'index.handler',
    loggingFormat: LoggingFormat.JSON,
    logGroup: new LogGroup(scope, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
  });
}
