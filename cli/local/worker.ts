import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for this process as a worker: where it runs, its process id, and a part of its own. */
export function workerName(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

/**
 * Whether the worker of that name is a process of this machine that has ended,
 * so that what it left need not wait for its lease to run out.
 */
export function isGone(worker: string): boolean {
  const [host, pid] = worker.split('/');
  if (host !== hostname()) return false;
  // Our own process id under another name: a process before us had it.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
