import { testCredentials, testRegion } from '../emulator.ts';

/** One request to the emulator in a service's own protocol, signed as far as the emulator looks: by the name of the service. */
async function ask(url: string, service: string, path: string, init: RequestInit = {}): Promise<Response> {
  const credential = `${testCredentials.accessKeyId}/20260101/${testRegion}/${service}/aws4_request`;
  const answer = await fetch(`${url}${path}`, { ...init, headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none` } });
  if (!answer.ok) throw new Error(`${service} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** GET of a service with REST and JSON, such as Lambda. */
export async function rest<T>(url: string, service: string, path: string): Promise<T> {
  return (await (await ask(url, service, path)).json()) as T;
}

/** An action of a service with AWS's Query protocol, such as SNS; the answer is XML. */
export async function query(url: string, service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  return (await ask(url, service, '/', { method: 'POST', body: new URLSearchParams(parameters) })).text();
}

/** What stands in an element of that name, each time it comes. */
export const elements = (xml: string, name: string): string[] => [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, inner]) => inner!);
