import { createSocket } from 'node:dgram';
import { type Answer, decode, encode } from 'dns-packet';

/** Records by name; a name that is not there does not exist. Texts of more than 255 bytes are sent as several strings. */
export type Zone = Readonly<Record<string, { readonly TXT?: readonly string[]; readonly MX?: readonly string[]; readonly CNAME?: string } | 'silent' | 'broken'>>;

/** A DNS server on loopback, over UDP: real packets, the records of a test. */
export async function dnsServer(zone: () => Zone): Promise<{ address: string; asked: string[]; stop(): Promise<void> }> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet, from) => {
    const { id = 0, questions = [] } = decode(packet);
    const [question] = questions;
    const name = question!.name.toLowerCase();
    asked.push(`${name} ${question!.type}`);
    const records = zone()[name];
    if (records === 'silent') return;
    const codes = { noError: 0, serverFailure: 2, noSuchName: 3 };
    const code = records === 'broken' ? codes.serverFailure : records === undefined ? codes.noSuchName : codes.noError;
    const answers = records === undefined || records === 'broken' ? [] : answersOf(name, question!.type, records);
    // RA and RD as a resolver sets them; the code is in the low bits.
    socket.send(encode({ id, type: 'response', flags: 0x0180 | code, questions, answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, asked, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
}

function answersOf(name: string, type: string, { TXT = [], MX = [], CNAME }: Exclude<Zone[string], string>): Answer[] {
  if (type === 'TXT') return TXT.map((text) => ({ name, type, data: text.match(/.{1,255}/g)! }));
  if (type === 'MX') return MX.map((exchange) => ({ name, type, data: { preference: 10, exchange } }));
  return type === 'CNAME' && CNAME !== undefined ? [{ name, type, data: CNAME }] : [];
}
