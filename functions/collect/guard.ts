/**
 * Which addresses a fetch may reach: public unicast ones only (no loopback,
 * private, link-local, shared, documentation, tunnel or multicast range).
 */
import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A resolved name had no permitted address; `address` is one of those it had. */
export class PrivateAddressError extends Error {
  readonly code = 'DAWNPOST_PRIVATE_ADDRESS';
  readonly address: string;
  constructor(address: string) {
    super(`private address ${address}`);
    this.address = address;
  }
}

/** The part of `dns.lookup` that is used; handed in by tests. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Whether an address may be connected to. */
export type Permits = (address: string) => boolean;

/** Whether `address` (a valid IP literal) may be connected to. IPv4-mapped IPv6 counts as its IPv4. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is handed out as global unicast (RFC 4291 section 2.4, IANA registry).
  return !(ip instanceof ipaddr.IPv6) || (ip.parts[0]! & 0xe000) === 0x2000;
}

/** The IP address of a URL's hostname if that is a literal. net.connect never looks literals up, so they are checked here. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * A lookup for net.connect that gives permitted addresses only. What it gives is
 * what is connected to: there is no second lookup that could answer otherwise
 * (DNS rebinding).
 */
export function guardedLookup(permits: Permits, resolve: Resolve = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    const family = options.family === 4 || options.family === 6 ? options.family : 0;
    resolve(hostname, { family, all: true, hints: options.hints ?? 0 }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => permits(address));
      if (allowed.length === 0) return callback(new PrivateAddressError(addresses[0]?.address ?? 'none'), []);
      if (options.all) return callback(null, allowed);
      callback(null, allowed[0]!.address, allowed[0]!.family);
    });
  };
}
