/**
 * Loaded before a bundle: gives feeds.example.org a public address, and leads
 * connections to it to the test's own server (FEED_PORT). The guard against
 * private addresses stays in the way and is asked as for any host.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { type LookupFunction, Socket, type TcpNetConnectOpts } from 'node:net';

const host = 'feeds.example.org';
const publicAddress = { address: '93.184.215.14', family: 4 };

const lookup = dns.lookup as unknown as (...args: unknown[]) => void;
const stub = (...args: unknown[]): void => {
  const callback = args.at(-1) as (error: null, addresses: unknown[]) => void;
  if (args[0] === host) process.nextTick(callback, null, [publicAddress]);
  else lookup(...args);
};
Object.assign(dns, { lookup: stub });
syncBuiltinESMExports();

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its socket below
const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
function redirected(this: Socket, ...args: unknown[]): Socket {
  // net.connect hands its arguments over as one array: options and callback.
  const [options, callback] = args[0] as [TcpNetConnectOpts, unknown];
  if (!Array.isArray(args[0]) || options.host !== host) return connect.call(this, ...args);
  (options.lookup as LookupFunction)(host, { all: true }, (error) => {
    if (error) this.destroy(error);
    else connect.call(this, { host: '127.0.0.1', port: Number(process.env['FEED_PORT']) }, ...[callback ?? []].flat());
  });
  return this;
}
Object.assign(Socket.prototype, { connect: redirected });
