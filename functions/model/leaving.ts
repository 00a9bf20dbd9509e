/** Leaving by mail: the address of List-Unsubscribe that a mail client writes to by itself (RFC 2369 section 3.2). */

/** The mailto address that ends a subscription. */
export const leaveMailto = (leaveAddress: string, id: string, token: string): string => `mailto:${leaveAddress}?subject=unsubscribe%20${id}%20${token}`;

/** Whose subscription the subject of such a mail ends, and the token that gives the right to; undefined where it is another mail. Clients may put a prefix before it. */
export function leaverOf(subject: string): { readonly id: string; readonly token: string } | undefined {
  const [, id, token] = /\bunsubscribe\s+([0-9a-f]{32})\s+([\w-]{16,64})(?![\w-])/i.exec(subject) ?? [];
  return id === undefined || token === undefined ? undefined : { id: id.toLowerCase(), token };
}
