/** Something the operator can mend: shown as it is, without a stack trace. */
export class OperatorError extends Error {
  readonly exitCode: 1 | 2;
  /** `exitCode` 2: the command line or newsletter.yaml is wrong; 1: the command could not do its job. */
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Says on stderr what went wrong, in one line where that is enough; yields the exit code. */
export function explain(error: unknown): 1 | 2 {
  if (error instanceof OperatorError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  // A fault of the file system says all in its message; anything else is a bug, and its trace is worth having.
  const said = code && path ? message : process.env['DEBUG'] ? stack : `${message} (DEBUG=1 shows more)`;
  process.stderr.write(`dawnpost: ${said}\n`);
  return 1;
}
