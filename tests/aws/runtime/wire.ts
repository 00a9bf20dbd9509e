import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request to AWS: which service, and the action where the protocol names one, else the method. */
export interface Asked {
  readonly service: string;
  readonly action: string;
}

/** The way from the functions to the emulator. `seen` is told of every request before it is passed on; where it says `false`, it never is. */
export async function wire(target: string, seen: (asked: Asked) => boolean): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    void (async () => {
      const { method, url, headers } = incoming;
      const body = await buffer(incoming);
      const service = /Credential=[^/]+\/\d+\/[\w-]+\/(\w+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
      const action = String(headers['x-amz-target'] ?? '').split('.')[1] ?? /(?:^|&)Action=(\w+)/.exec(body.subarray(0, 1000).toString())?.[1] ?? method!;
      if (!seen({ service, action })) return void answer.destroy();
      const outgoing = request(`${target}${url}`, { method, headers, agent: false }, (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      });
      outgoing.on('error', () => answer.destroy());
      outgoing.end(body);
    })().catch(() => answer.destroy());
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
