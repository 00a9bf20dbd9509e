import { describe, expect, it } from 'vitest';
import { functionNames } from '../../cdk/bundle.ts';
import { rightsOf } from './rights.ts';
import { type Resource, resourcesOf, synthesised, synthesisedWith } from './synthesised.ts';

const template = synthesised();
const resources = resourcesOf(template);
const stages = functionNames.map((name) => name.replace(/^./, (letter) => letter.toUpperCase()));
const rights = (stage: string) => rightsOf(template, stage);
const text = JSON.stringify(resources);

interface Statement {
  readonly Effect?: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}
const statementsOf = (resource: Resource) => (resource.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;

/** Each right of a role as `action resource`, the resource by the name of its construct. */
const allRightsOf = (stage: string): string[] =>
  Object.entries(resources)
    .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith(`${stage}RoleDefaultPolicy`))
    .flatMap(([, resource]) => statementsOf(resource))
    .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} ${named(one)}`)))
    .toSorted();

function named(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as { Ref?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::Join'?: [string, unknown[]] };
  if (join) return join[1].map(named).join(join[0]);
  return (attribute?.[0] ?? Ref ?? '').replace(/[0-9A-F]{8}$/, '');
}

const log = (stage: string) => [`logs:CreateLogStream ${stage}Log`, `logs:PutLogEvents ${stage}Log`];
const sent = ['ses:SendRawEmail arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:configuration-set/MailConfigurationSet', 'ses:SendRawEmail arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:identity/*'];
const bucket = 'StorageBucket';
/** As CDK grants sending: a client may look up what it sends to. */
const sends = (queue: string) => ['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action} ${queue}`);

describe('what a function may do', () => {
  it.each([
    ['Collect', [...log('Collect'), `s3:GetObject ${bucket}/feeds/*`, `s3:GetObject ${bucket}/items/*`, `s3:ListBucket ${bucket}`, `s3:PutObject ${bucket}/feeds/*`, `s3:PutObject ${bucket}/items/*`, ...sends('QueuesFailures')]],
    ['Digest', [...log('Digest'), ...['feeds', 'issues', 'items', 'subscribers'].map((prefix) => `s3:GetObject ${bucket}/${prefix}/*`), `s3:ListBucket ${bucket}`, `s3:PutObject ${bucket}/issues/*`, ...sends('QueuesFailures'), ...sends('QueuesShards')]],
    ['Deliver', [...log('Deliver'), ...['deliveries', 'issues', 'subscribers'].map((prefix) => `s3:GetObject ${bucket}/${prefix}/*`), `s3:ListBucket ${bucket}`, `s3:PutObject ${bucket}/deliveries/*`, ...sent, 'ses:GetSendQuota *', ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage', 'SendMessage'].map((action) => `sqs:${action} QueuesShards`)]],
    ['Subscribe', [...log('Subscribe'), ...['subscribers', 'wishes'].flatMap((prefix) => [`s3:DeleteObject ${bucket}/${prefix}/*`, `s3:DeleteObjectVersion ${bucket}/${prefix}/*`]), ...['issues', 'joins', 'subscribers', 'wishes'].map((prefix) => `s3:GetObject ${bucket}/${prefix}/*`), `s3:ListBucket ${bucket}`, `s3:ListBucketVersions ${bucket}`, ...['joins', 'subscribers', 'wishes'].map((prefix) => `s3:PutObject ${bucket}/${prefix}/*`), ...sent]],
    ['Feedback', [...log('Feedback'), `s3:GetObject ${bucket}/subscribers/*`, `s3:ListBucket ${bucket}`, `s3:PutObject ${bucket}/subscribers/*`, ...sends('QueuesFailures')]],
    ['Watch', [...log('Watch'), `s3:GetObject ${bucket}/issues/*`, `s3:ListBucket ${bucket}`, 'ses:GetSendQuota *', ...sends('QueuesFailures')]],
  ])('%s may do this and nothing else', (stage, expected) => expect(allRightsOf(stage)).toEqual(expected.toSorted()));

  it('is all in these policies: no role has one of AWS, or one of its own inside', () => {
    const roles = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    // One for each function and one for each schedule.
    expect(roles).toHaveLength(functionNames.length + 4);
    for (const [, { Properties }] of roles) expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument']);
    expect(text).not.toContain('AWS::IAM::ManagedPolicy');
  });

  it('is to list its own prefixes only, and still learn that a key is not there', () => {
    for (const stage of stages) {
      const list = rights(stage).statements.filter(({ Action }) => [Action].flat().includes('s3:ListBucket'));
      expect(list).toHaveLength(1);
      const prefixes = new Set(rights(stage).pairs.map((pair) => pair.replace(/^.* \//, '')));
      expect(Object.keys(list[0]!.Condition!)).toEqual(['StringLikeIfExists']);
      expect(new Set([list[0]!.Condition!['StringLikeIfExists']!['s3:prefix']].flat())).toEqual(prefixes);
    }
  });

  it('is to see and delete old versions only where a reader has these erased', () => {
    const seeing = rights('Subscribe').statements.filter(({ Action }) => [Action].flat().includes('s3:ListBucketVersions'));
    expect(seeing.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([{ Action: 's3:ListBucketVersions', Condition: { StringLike: { 's3:prefix': ['subscribers/*', 'wishes/*'] } } }]);
  });

  it('is to send as the newsletter only', () => {
    for (const stage of ['Deliver', 'Subscribe']) {
      const [send] = rights(stage).statements.filter(({ Action }) => Action === 'ses:SendRawEmail');
      expect(send!.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'digest@news.example.com' } });
    }
  });

  it('is no action by a pattern, with whatever newsletter.yaml turns on', () => {
    const full = resourcesOf(synthesisedWith('alerts: you@example.com\nurl: https://news.example.com\nleaveAddress: leave@in.example.com\ndomain: { zone: { name: example.com, id: Z0123456789 } }\n'));
    for (const resource of Object.values(full).filter(({ Type }) => Type === 'AWS::IAM::Policy')) {
      for (const { Action } of statementsOf(resource)) expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
    }
  });
});

describe('who may start a function', () => {
  it('is a schedule each of its own function, and the API, the topic and the receipt rule of theirs', () => {
    for (const [id, resource] of Object.entries(resources).filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && /(Schedule|CatchUp)RoleDefaultPolicy/.test(id))) {
      const stage = /^[A-Z][a-z]+/.exec(id)![0];
      expect(statementsOf(resource).flatMap(({ Action, Resource }) => [Resource].flat().map((one) => `${String(Action)} ${named(one)}`)).toSorted()).toEqual([`lambda:InvokeFunction ${stage}Function`, `lambda:InvokeFunction ${stage}Function:*`, 'sqs:SendMessage QueuesFailures']);
    }
    for (const { Properties } of Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Permission')) expect(Properties['SourceArn'] ?? Properties['SourceAccount']).toBeDefined();
  });
});

describe('what is kept', () => {
  it('takes TLS only: bucket, queues and topics', () => {
    const full = resourcesOf(synthesisedWith('alerts: you@example.com\n'));
    const of = (type: string) => Object.values(full).filter(({ Type }) => Type === type);
    for (const [kind, policy] of [['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'], ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'], ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy']] as const) {
      const denying = of(policy).filter((one) => statementsOf(one).some(({ Effect, ...rest }) => Effect === 'Deny' && JSON.stringify(rest).includes('"aws:SecureTransport":"false"')));
      expect([kind, denying.length]).toEqual([kind, of(kind).length]);
    }
  });
});
