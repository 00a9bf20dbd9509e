/** Addresses as people and lists write them. */
import { OperatorError } from '../failure.ts';
import { maxUrlLength } from '../../functions/config-fields.ts';

/** The addresses that the text can mean, the likeliest first. */
export function addressesOf(given: string): string[] {
  const text = given.trim().replace(/^feed:\/*(?=https?:)/i, '').replace(/^feed:\/*/i, '');
  // `example.org:8080` has a port, not a scheme.
  const written = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? [text] : [`https://${text}`, `http://${text}`];
  const urls = written.flatMap((one) => (URL.canParse(one) ? [new URL(one)] : [])).filter(({ protocol, hostname }) => /^https?:$/.test(protocol) && hostname !== '');
  if (urls.length === 0) throw new OperatorError(`${given} is no http or https address; write one like https://example.org or https://example.org/feed.xml`, 2);
  return urls.map((url) => {
    url.hash = '';
    return url.href;
  });
}

/** The http(s) address that a list means, in its normal form; undefined where it is none. `feed:` stands before or for the scheme. */
export function importedUrl(written: string): string | undefined {
  const text = written.trim().replace(/^feed:\/*(?=https?:)/i, '').replace(/^feed:\/*/i, 'http://');
  if (!URL.canParse(text) || text.length > maxUrlLength) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.hostname !== '' && !url.username && !url.password ? url.href : undefined;
}
