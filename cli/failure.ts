import { TemplateError } from '../functions/digest/template-error.ts';

/** Something the operator can mend: shown as it is, without a stack trace. */
export class OperatorError extends Error {
  readonly exitCode: 1 | 2;
  /** `exitCode` 2: the command line or newsletter.yaml is wrong; 1: the command could not do its job. */
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Errors of the AWS SDK by name, and what to do. */
const awsAdvice: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'no AWS credentials: log in as for the aws command, or set AWS_PROFILE',
  ExpiredToken: 'the AWS credentials have expired: log in again',
  InvalidAccessKeyId: 'AWS does not know these credentials: check AWS_PROFILE',
  SignatureDoesNotMatch: 'AWS does not take these credentials: check AWS_PROFILE',
  AccessDenied: 'these AWS credentials may not do that: use those that deploy the newsletter',
  NoSuchBucket: 'there is no such bucket: `cdk deploy` prints its name as BucketName',
  PermanentRedirect: "the bucket is in another region: set AWS_REGION to the newsletter's",
};

/** Says on stderr what went wrong, in one line where that is enough; yields the exit code. */
export function explain(error: unknown): 1 | 2 {
  if (error instanceof OperatorError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof TemplateError) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  const { name, code, path, message, stack } = error as NodeJS.ErrnoException;
  const advice = message === 'Region is missing' ? "set AWS_REGION to the newsletter's region" : awsAdvice[name];
  if (advice !== undefined) {
    process.stderr.write(`dawnpost: ${advice} (${message})\n`);
    return 1;
  }
  // A fault of the file system says all in its message; anything else is a bug, and its trace is worth having.
  const said = code && path ? message : process.env['DEBUG'] ? stack : `${message} (DEBUG=1 shows more)`;
  process.stderr.write(`dawnpost: ${said}\n`);
  return 1;
}
