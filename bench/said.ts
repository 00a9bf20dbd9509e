import type { ChildProcess } from 'node:child_process';

/** The next message of a process; rejects where it ends before it says one. */
export function said<Message>(child: ChildProcess, what: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`${what} ended`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Message);
    });
  });
}
