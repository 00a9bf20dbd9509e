/** From an address that an operator gives to a feed: what could be found out, and what could not. */
import { maxLength, maxUrlLength } from '../../functions/config-fields.ts';
import type { FetchFailure } from '../../functions/model/feed.ts';
import { clip } from '../../functions/model/text.ts';
import type { Fetch } from '../../functions/ports.ts';
import type { FeedPorts } from '../feed-ports.ts';
import { addressesOf } from '../feeds/addresses.ts';
import { findFeed } from '../feeds/find.ts';
import { count } from '../output.ts';

export type LookedUp =
  /** `told`: what it is, in short. */
  | { readonly kind: 'feed'; readonly url: string; readonly name?: string; readonly told: string }
  /** No network, or a server that does not answer now: nothing is known of it. */
  | { readonly kind: 'unasked'; readonly url: string; readonly detail: string }
  /** There is no feed, or none that can be taken. */
  | { readonly kind: 'none'; readonly why: string };

/** Throws an OperatorError where `given` is no http(s) address at all. */
export async function lookUp(ports: FeedPorts, given: string, onTry: (url: string) => void = () => {}): Promise<LookedUp> {
  const addresses = addressesOf(given);
  let reached = false;
  const fetch: Fetch = async (url, validators) => {
    const answer = await ports.fetch(url, validators);
    if (answer.kind !== 'failed' || !isForNow(answer)) reached = true;
    return answer;
  };
  const found = await findFeed({ ...ports, fetch }, addresses, onTry);
  if (found.kind === 'none') {
    if (!reached) return { kind: 'unasked', url: addresses[0]!, detail: found.detail };
    const advice = found.isPrivate ? 'feeds of your own network are fetched with --allow-private only' : 'give the address of its feed';
    return { kind: 'none', why: `no feed at ${given}: ${found.detail}; ${advice}` };
  }
  if (found.url.length > maxUrlLength) return { kind: 'none', why: `${found.url.slice(0, 60)}… is longer than the ${maxUrlLength} characters that newsletter.yaml takes` };
  const name = clip(found.title, maxLength);
  const items = found.items === 0 ? 'no items at the moment' : count(found.items, 'item');
  return { kind: 'feed', url: found.url, ...(name !== '' && { name }), told: `“${name || new URL(found.url).hostname}”, ${found.format}, ${items}: ${found.url}` };
}

/** Whether the same request may well have another answer tomorrow, or from elsewhere. */
function isForNow({ reason, status = 0 }: FetchFailure): boolean {
  return reason === 'unreachable' || reason === 'timeout' || (reason === 'http-status' && (status >= 500 || [403, 408, 425, 429].includes(status)));
}
