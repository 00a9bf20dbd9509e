import type { Consent } from './subscriber.ts';

/**
 * Somebody's wish to join, pending until it is confirmed from their mailbox;
 * stored at `wishes/<subscriber id>.json`, and forgotten by the bucket itself
 * some days after. Kept apart from the list: a form that anybody can fill in
 * neither reads the list nor writes into it.
 */
export interface Wish {
  readonly version: 1;
  readonly nonce: string;
  readonly address: string;
  /** ISO time of the mail that asks for the confirmation. */
  readonly at: string;
  /** In the link that confirms; becomes the subscriber's. Empty where there is nothing to confirm any more. */
  readonly token: string;
  readonly consent: Consent;
  /** The id of the subscriber whose address this is to replace. */
  readonly instead?: string;
}

/** What is left of a wish that was withdrawn, or whose subscriber was erased. */
export const noWish = (nonce: string): Wish => ({ version: 1, nonce, address: '', at: new Date(0).toISOString(), token: '', consent: { at: new Date(0).toISOString(), text: '', source: '' } });
