import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionNames } from '../../cdk/bundle.ts';
import { rightsOf } from './rights.ts';
import { outputsOf, resourcesOf, synthesised } from './synthesised.ts';

const template = synthesised();
const resources = resourcesOf(template);
const text = JSON.stringify(resources);

describe('the bucket', () => {
  it('is private, encrypted, versioned, owned by the account, and outlives the stack', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]),
      },
    });
  });

  it('forgets items, old versions and aborted uploads, and nothing else', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          { Id: 'items', Status: 'Enabled', Prefix: 'items/', ExpirationInDays: 60 },
          { Id: 'wishes', Status: 'Enabled', Prefix: 'wishes/', ExpirationInDays: 8, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
          { Id: 'joins', Status: 'Enabled', Prefix: 'joins/', ExpirationInDays: 2, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
          { Id: 'old-versions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true },
          { Id: 'old-ledgers', Status: 'Enabled', Prefix: 'deliveries/', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
          { Id: 'aborted-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        ],
      },
    });
  });
});

describe('the functions', () => {
  it('are one for each stage and no other, on Node 24 and arm64, with logs that end', () => {
    template.resourceCountIs('AWS::Lambda::Function', functionNames.length);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
    });
    // And one of the requests to the pages.
    template.resourceCountIs('AWS::Logs::LogGroup', functionNames.length + 1);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('reserve no concurrency', () => expect(text).not.toContain('ReservedConcurrentExecutions'));
});

describe('feedback', () => {
  it('is what SES says of bounces and complaints, over a topic that only SES and TLS reach', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint'], SnsDestination: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'ses.amazonaws.com' }, Condition: Match.objectLike({ StringEquals: Match.objectLike({ 'AWS:SourceAccount': Match.anyValue() }) }) }),
        ]),
      },
    });
  });

  it('starts its function, which nothing else may', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'lambda' });
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).filter((one) => JSON.stringify(one).includes('FeedbackFunction'));
    expect(permissions).toHaveLength(1);
    expect(permissions[0]!['Properties']).toMatchObject({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: expect.stringMatching(/^FeedbackTopic/) as string } });
  });
});

describe('leaving by mail', () => {
  it('is received for the address alone, where there is one', () => {
    template.resourceCountIs('AWS::SES::ReceiptRule', 0);
    const receiving = synthesised({ leaveAddress: 'leave@in.example.com' });
    receiving.hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: { Enabled: true, Recipients: ['leave@in.example.com'], ScanEnabled: true, Actions: [{ LambdaAction: { InvocationType: 'Event', FunctionArn: Match.anyValue() } }] },
    });
    receiving.hasOutput('LeaveMx', { Value: Match.objectLike({ 'Fn::Join': ['', ['in.example.com MX 10 inbound-smtp.', { Ref: 'AWS::Region' }, '.amazonaws.com']] }) });
    receiving.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'ses.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } });
  });
});

describe('the schedules', () => {
  it("go by the operator's clock", () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(5 6 ? * MON,WED,FRI *)',
      ScheduleExpressionTimezone: 'Europe/London',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(45 minutes)', FlexibleTimeWindow: { Mode: 'OFF' } });
  });

  it('hand over the time they were due, and keep what fails', () => {
    template.resourceCountIs('AWS::Scheduler::Schedule', 4);
    template.allResourcesProperties('AWS::Scheduler::Schedule', {
      Target: Match.objectLike({
        Input: Match.stringLikeRegexp('^{"time":"<aws.scheduler.scheduled-time>"(,"catchUp":true)?}$'),
        RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: Match.anyValue() },
        DeadLetterConfig: Match.anyValue(),
      }),
    });
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 4);
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', { DestinationConfig: { OnFailure: Match.anyValue() } });
  });

  it('are made up for six hours at most, which is what Lambda takes', () => {
    const daily = synthesised({ collect: { everyMinutes: 1440, feedsPerRun: 2000, silentAfterDays: 3 } });
    for (const config of Object.values(daily.findResources('AWS::Lambda::EventInvokeConfig'))) expect((config as { Properties: { MaximumEventAgeInSeconds: number } }).Properties.MaximumEventAgeInSeconds).toBeLessThanOrEqual(21_600);
  });

  it('look for a missed issue from the minute it is late, once an hour', () => {
    const catchingUp = { ScheduleExpression: 'cron(35 * * * ? *)', ScheduleExpressionTimezone: 'Europe/London', Target: Match.objectLike({ Input: Match.stringLikeRegexp('"catchUp":true') }) };
    template.hasResourceProperties('AWS::Scheduler::Schedule', catchingUp);
  });

  it('start a late issue no later than the operator wants it', () => {
    const three = synthesised({ schedule: { at: '06:05', days: ['mon'], weekly: 'mon', whenEmpty: 'skip', catchUpHours: 3 } });
    three.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(5 6 ? * MON *)', Target: Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 10_800 } }) });
  });

  it('say hours and minutes as cron has them', () => {
    const other = synthesised({ schedule: { at: '23:30', days: ['sun'], weekly: 'sun', whenEmpty: 'skip', catchUpHours: 6 }, timezone: 'Asia/Kolkata', collect: { everyMinutes: 60, feedsPerRun: 2000, silentAfterDays: 3 } });
    other.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(30 23 ? * SUN *)', ScheduleExpressionTimezone: 'Asia/Kolkata' });
    other.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)' });
  });
});

describe('the queue of shards', () => {
  it('feeds deliver one part at a time, some in parallel, and gives it again soon after a crash', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const functions = Object.values(resources).filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && JSON.stringify(Properties).includes('RATE_SHARE'));
    const queues = Object.values(resources).filter(({ Type, Properties }) => Type === 'AWS::SQS::Queue' && Properties['RedrivePolicy']);
    expect([functions.length, queues.length]).toEqual([1, 1]);
    const timeout = functions[0]!.Properties['Timeout'] as number;
    const visibility = queues[0]!.Properties['VisibilityTimeout'] as number;
    const { maxReceiveCount } = queues[0]!.Properties['RedrivePolicy'] as { maxReceiveCount: number };
    // Lambda refuses a queue that shows a message again while the function may still be at it.
    expect(visibility).toBeGreaterThan(timeout);
    expect(visibility).toBeLessThanOrEqual(600);
    // It hands itself what is to go on later, which Lambda would end after 16 times.
    expect(functions[0]!.Properties['RecursiveLoop']).toBe('Allow');
    expect(functions[0]!.Properties['Environment']).toMatchObject({ Variables: { RATE_SHARE: '0.5' } });
    expect(queues[0]!.Properties['MessageRetentionPeriod']).toBeGreaterThan(maxReceiveCount * visibility);
  });

  it('is encrypted and takes TLS only, as every queue', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const count = Object.keys(template.findResources('AWS::SQS::Queue')).length;
    const denials = Object.values(template.findResources('AWS::SQS::QueuePolicy')).filter((policy) => JSON.stringify(policy).includes('aws:SecureTransport'));
    expect(denials).toHaveLength(count);
  });
});

describe('more feeds than one run polls', () => {
  const feeds = Array.from({ length: 11 }, (_, n) => ({ id: `f${n}`, url: `https://f${n}.example.org/`, name: 'F', maxStories: 5, weight: 1, include: [], exclude: [] }));
  const shared = synthesised({ sections: [{ title: 'World', feeds }], collect: { everyMinutes: 30, feedsPerRun: 10, silentAfterDays: 3 } });

  it('are shared out over a queue that the function fills and is fed by', () => {
    shared.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    shared.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 5400, RedrivePolicy: { maxReceiveCount: 3 }, SqsManagedSseEnabled: true });
    const actions = rightsOf(shared, 'Collect').statements.flatMap(({ Action }) => Action);
    expect(actions).toEqual(expect.arrayContaining(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage']));
    expect(JSON.stringify(shared.findResources('AWS::Lambda::Function', { Properties: { Description: Match.stringLikeRegexp('polls') } }))).toContain('QUEUE_URL');
  });

  it('cost those nothing who have fewer', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    expect(rightsOf(template, 'Collect').statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('sqs:Receive'))).toEqual([]);
  });
});

describe('the pages', () => {
  it('are throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
  });

  it("are at the API's own address, or at the operator's", () => {
    const addresses = (of: Template) =>
      Object.values(of.findResources('AWS::Lambda::Function')).flatMap((found) => {
        const { Variables } = (found as { Properties: { Environment?: { Variables: Record<string, unknown> } } }).Properties.Environment ?? {};
        return Variables?.['BASE_URL'] ?? [];
      });
    const [first, ...more] = addresses(template);
    expect(first).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^SubscribeApi/), 'ApiEndpoint'] });
    expect(more).toEqual([first]);
    const own = synthesised({ url: 'https://brief.example.com' });
    expect(addresses(own)).toEqual(['https://brief.example.com', 'https://brief.example.com']);
    own.hasOutput('PagesOrigin', { Value: { 'Fn::GetAtt': Match.anyValue() } });
  });

  it('are named in the outputs, as are the bucket and the DNS records to publish', () => {
    expect(Object.keys(outputsOf(template))).toEqual(expect.arrayContaining(['Pages', 'BucketName', 'Dkim1', 'Dkim2', 'Dkim3']));
  });
});

it('is bound to no account and no region', () => {
  expect(text).not.toMatch(/\d{12}/);
  expect(text).not.toMatch(/(eu|us|ap)-[a-z]+-\d/);
});
