/** An HTTP API on loopback: turns requests into events of payload format 2.0 and answers of functions into responses (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { testRegion } from '../emulator.ts';
import type { Deployed } from './deployed.ts';
import type { Runtime } from './runtime.ts';

/** Bodies of these come as they are, others in base64. */
const isText = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)\b)/;

export function httpEvent(routeKey: string, apiId: string, { method = 'GET', url = '/', headers: given }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer, at: Date, sourceIp: string) {
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const domainName = `${apiId}.execute-api.${testRegion}.amazonaws.com`;
  const { cookie, ...others } = given;
  const headers = Object.fromEntries(Object.entries({ ...others, host: domainName, 'x-forwarded-for': sourceIp, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }).map(([name, value]) => [name, [value].flat().join(',')]));
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  const asText = isText.test(given['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath: decodeURI(path),
    rawQueryString: search,
    ...(cookie !== undefined && { cookies: cookie.split(/; ?/) }),
    headers,
    ...(search !== '' && { queryStringParameters: parameters }),
    requestContext: {
      accountId: '123456789012',
      apiId,
      domainName,
      domainPrefix: apiId,
      http: { method, path: decodeURI(path), protocol: 'HTTP/1.1', sourceIp, userAgent: given['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: at.toUTCString(),
      timeEpoch: at.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !asText,
  };
}

interface FunctionAnswer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Writes what a function answers; an answer that is no object with a status is the body of a 200. */
function respond(answer: ServerResponse, payload: unknown): void {
  const isAnswer = typeof payload === 'object' && payload !== null && 'statusCode' in payload;
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = isAnswer ? (payload as FunctionAnswer) : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) };
  const { 'content-length': _, ...kept } = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  answer.writeHead(statusCode, { ...kept, ...(cookies.length > 0 && { 'set-cookie': [...cookies] }) }).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

/** Serves the API's routes, each by what it leads to. */
export async function servePages({ routes, apiId }: Pick<Deployed, 'routes' | 'apiId'>, runtimeOf: (arn: string) => Runtime, now: () => number, sourceIp = '192.0.2.1'): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    void (async () => {
      const path = incoming.url!.split('?')[0];
      const route = routes.find(({ key }) => key === `${incoming.method} ${path}`) ?? routes.find(({ key }) => key === '$default');
      if (!route) return void answer.writeHead(404).end('{"message":"Not Found"}');
      const result = await runtimeOf(route.target).invoke(httpEvent(route.key, apiId, incoming, await buffer(incoming), new Date(now()), sourceIp));
      if ('error' in result) answer.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}');
      else respond(answer, result.payload);
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
