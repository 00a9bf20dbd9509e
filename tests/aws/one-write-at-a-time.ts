import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A proxy in front of the emulator that lets one write (PUT) through at a time.
 *
 * S3 decides a conditional write atomically. moto_server 5.2.1 looks at the
 * condition and stores the object in two steps of a threaded server, so of many
 * writers at once two can win. With Python's usual thread switches that was not
 * seen in 240 rounds of 50 writers; with switches every microsecond, as on a
 * machine under load, in 1 of 60. It is a fault of the emulator, so it is the
 * emulator that is guarded, and not the product. `seen` is told of every request.
 */
export async function oneWriteAtATime(target: string, seen?: (method: string, url: string) => void): Promise<{ url: string; stop(): Promise<void> }> {
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((incoming, answer) => {
    const forward = () =>
      new Promise<void>((resolve) => {
        const { method, url, headers } = incoming;
        // A client that was killed while it waited for its turn sends nothing more.
        if (incoming.destroyed) return resolve();
        seen?.(method!, url!);
        const outgoing = request(`${target}${url}`, { method, headers, agent: false }, (response) => {
          answer.writeHead(response.statusCode!, response.headers);
          response.pipe(answer);
          response.on('close', resolve);
        });
        outgoing.on('error', () => {
          answer.destroy();
          resolve();
        });
        // Nor does one that was killed in the middle of a write.
        incoming.on('close', () => {
          if (!incoming.complete) outgoing.destroy();
        });
        outgoing.on('close', resolve);
        incoming.pipe(outgoing);
      });
    if (incoming.method === 'PUT') last = last.then(forward);
    else void forward();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
