import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The client's port: the same for requests of one connection. */
  readonly port: number;
}

/** What the server says to one request: an answer, or no answer at all. */
export type Answer =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is cut after the request was read. */
  | 'cut'
  /** Nothing ever comes. */
  | 'silence';

/** A server that stands where AWS would, for faults that neither AWS nor an emulator makes on demand. `answer` is told how many requests came before. */
export async function loopback(answer: (request: Request, before: number) => Answer) {
  const requests: Request[] = [];
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method, url, headers, socket } = incoming;
    const request = { method: method!, url: url!, headers, body: Buffer.concat(chunks).toString(), port: socket.remotePort! };
    requests.push(request);
    const said = answer(request, requests.length - 1);
    if (said === 'silence') return;
    if (said === 'cut') return void incoming.socket.destroy();
    outgoing.writeHead(said.status, { 'content-type': 'text/xml', ...said.headers }).end(said.body ?? '');
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
