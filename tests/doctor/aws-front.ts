import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request, and what it asks for: the operation of a query or JSON protocol, else method and path. */
export interface Asked {
  readonly operation: string;
  readonly body: string;
}
export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands before the emulator: answers what that lacks, and what a test wants otherwise; passes all else on. */
export async function awsFront(target: string, answer: (asked: Asked) => Said | 'silence' | undefined) {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method, url, headers } = incoming;
      const json = headers['x-amz-target'];
      const operation = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ?? (typeof json === 'string' ? json.split('.').at(-1)! : /\/operation\/(\w+)$/.exec(url!)?.[1] ?? `${method} ${url}`);
      asked.push(operation);
      const said = answer({ operation, body: body.toString() });
      if (said === 'silence') return;
      if (said) return void outgoing.writeHead(said.status, { 'content-type': 'application/json', ...said.headers }).end(said.body);
      const passedOn = request(`${target}${url}`, { method, headers, agent: false }, (response) => {
        outgoing.writeHead(response.statusCode!, response.headers);
        response.pipe(outgoing);
      });
      passedOn.on('error', () => outgoing.destroy());
      passedOn.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What AWS says where a right is missing, in each protocol. */
export const deniedJson = (action: string): Said => ({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: JSON.stringify({ message: `User: arn:aws:iam::123456789012:user/me is not authorized to perform: ${action}` }) });
export const deniedXml = (action: string, code = 'AccessDenied'): Said => ({
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>User: arn:aws:iam::123456789012:user/me is not authorized to perform: ${action}</Message></Error></ErrorResponse>`,
});
