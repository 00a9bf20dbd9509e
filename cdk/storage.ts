import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../functions/config.ts';
import { prefixes } from '../functions/keys.ts';

type Prefix = keyof typeof prefixes;

/** What a function may do, by the first segment of the key. Writing includes reading. */
export interface Access {
  readonly read?: readonly Prefix[];
  readonly write?: readonly Prefix[];
  /** Take away earlier versions. */
  readonly forget?: readonly Prefix[];
}

/** The bucket that is the database. It outlives the stack: the subscribers are in it. */
export class Storage extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { subscribe }: Pick<Config, 'subscribe'>) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        // Long after the issue that took them in; the issue keeps what it shows.
        { id: 'items', prefix: prefixes.items, expiration: Duration.days(60) },
        // Of who never confirmed, nothing is kept.
        { id: 'wishes', prefix: prefixes.wishes, expiration: Duration.days(subscribe.confirmWithinDays + 1), noncurrentVersionExpiration: Duration.days(1) },
        // How many mails the join page has sent today.
        { id: 'joins', prefix: prefixes.joins, expiration: Duration.days(2), noncurrentVersionExpiration: Duration.days(1) },
        // Time to bring back what a mistake overwrote.
        { id: 'old-versions', noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
        // A ledger is written for every window: a million readers leave gigabytes of them a day.
        { id: 'old-ledgers', prefix: prefixes.deliveries, noncurrentVersionExpiration: Duration.days(1) },
        { id: 'aborted-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    Validations.of(this.bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'Only the stack’s functions and the operator reach the bucket; a log of each request would cost more than the requests.' });
  }

  /** Gives the function the bucket's name and just that access. */
  grant(lambda: Lambda, { read = [], write = [], forget = [] }: Access): void {
    const { bucket } = this;
    lambda.addEnvironment('BUCKET', bucket.bucketName);
    const all = [...read, ...write].map((name) => prefixes[name]);
    const bucketId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket);
    for (const prefix of all) {
      Validations.of(lambda.role!).acknowledge({ id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}*]`, reason: `The function’s work is on all objects below ${prefix}, whose names come and go, and on no others.` });
    }
    const objects = (names: readonly string[]) => names.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    lambda.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: objects(all) }));
    // If-Match asks for s3:GetObject as well, which these have from above.
    if (write.length > 0) {
      lambda.addToRolePolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: objects(write.map((name) => prefixes[name])) }));
    }
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        // IfExists, because a GET of a key that is not there is answered with
        // 404 only to who may list the bucket, and with 403 to others; and a
        // GET carries no prefix that a plain condition could hold for.
        conditions: { StringLikeIfExists: { 's3:prefix': all.map((prefix) => `${prefix}*`) } },
      }),
    );
    if (forget.length === 0) return;
    const past = forget.map((name) => prefixes[name]);
    // To delete a version, S3 asks for both (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html).
    lambda.addToRolePolicy(new PolicyStatement({ actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'], resources: objects(past) }));
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:ListBucketVersions'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': past.map((prefix) => `${prefix}*`) } },
      }),
    );
  }
}
