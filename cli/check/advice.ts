import type { FailureReason } from '../../functions/model/feed.ts';

/** What an operator can do about a feed that fails; '' where the failure's own line says it. */
export function adviceFor(reason: FailureReason, status: number | undefined): string {
  switch (reason) {
    case 'bad-url':
      return 'correct its url in newsletter.yaml';
    case 'private-address':
      return 'the Lambdas reach public addresses only; for feeds of your own network here, use --allow-private';
    case 'unreachable':
      return 'check the address in a browser; if the site is gone, take the feed out';
    case 'timeout':
      return 'it is asked again at each poll; if it stays so, take the feed out';
    case 'http-status':
      return adviceForStatus(status ?? 0);
    case 'too-many-redirects':
      return 'open it in a browser, and write the address that it ends at';
    case 'too-large':
      return 'look for a shorter feed of the site';
    case 'too-slow-to-parse':
    case 'too-much-memory':
      return 'look at the document in a browser; if it is no feed, take it out';
    case 'not-a-feed':
      return 'find the feed of the site with `dawnpost feeds add ADDRESS`, and take this one out';
    case 'stored-state':
    case 'internal':
      return '';
  }
}

function adviceForStatus(status: number): string {
  if (status === 401) return 'feeds with a login are not supported; look for a public one';
  if (status === 403) return 'its server may refuse pollers: ask its owner, naming the User-Agent Dawnpost';
  if (status === 404) return 'the feed may have another address now: try `dawnpost feeds add` with that of the site';
  if (status === 429) return 'it is left alone for as long as it asks; a longer collect.every helps';
  return status >= 500 ? 'its server has trouble; it is asked again at each poll' : '';
}
