/** The feeds of a new newsletter: from options, or from somebody at a terminal. */
import pMap from 'p-map';
import { OperatorError } from '../failure.ts';
import type { FeedPorts } from '../feed-ports.ts';
import { addressesOf } from '../feeds/addresses.ts';
import type { OpmlFeed } from '../feeds/opml.ts';
import { readOpmlFile } from '../feeds/opml-file.ts';
import { count, type Output } from '../output.ts';
import { FeedList } from './feed-list.ts';
import { type LookedUp, lookUp } from './look-up.ts';
import type { Terminal } from './terminal.ts';

export interface GivenFeeds {
  readonly opml?: string;
  readonly feed?: readonly string[];
}

/** Takes the list that an option gives. Throws where it or an address can't be read; asks nobody. */
export async function readGiven({ opml, feed = [] }: GivenFeeds): Promise<FeedList> {
  const list = new FeedList();
  feed.forEach(addressesOf);
  const result = opml === undefined ? undefined : await readOpmlFile(opml);
  if (result?.kind === 'none') throw new OperatorError(result.why);
  list.takeAll(result?.feeds ?? []);
  return list;
}

/** Asks the addresses that options give, and then the operator for what is still needed. */
export async function gather(list: FeedList, { opml, feed = [] }: GivenFeeds, ports: FeedPorts, { terminal, out }: { readonly terminal: Terminal | undefined; readonly out: Output }): Promise<void> {
  const noFeeds = await askGiven(list, ports, feed, out);
  if (!terminal && noFeeds.length > 0) throw new OperatorError(noFeeds.join('\n'));
  noFeeds.forEach((line) => out.complain(line));
  const isGiven = opml !== undefined || feed.length > 0;
  if (terminal && !isGiven) {
    terminal.say('\nThe feeds');
    await askForOpml(list, terminal);
  }
  if (terminal && (!isGiven || noFeeds.length > 0 || list.size === 0)) while (await askForOne(list, ports, terminal));
  if (list.size === 0) throw new OperatorError(`no feed of the list can be taken: ${list.leftOut.map(({ url, detail }) => `${url} ${detail}`)[0]}`);
}

/** Yields a line for each address that has no feed. */
async function askGiven(list: FeedList, ports: FeedPorts, addresses: readonly string[], out: Output): Promise<string[]> {
  let done = 0;
  const results = await pMap(addresses, async (given) => {
    const result = await lookUp(ports, given);
    out.progress(`asking feeds: ${++done} of ${addresses.length}`);
    return result;
  }, { concurrency: 8 });
  return results.flatMap((result) => take(list, result));
}

async function askForOpml(list: FeedList, terminal: Terminal): Promise<void> {
  let feeds: readonly OpmlFeed[] = [];
  await terminal.text('OPML file, its folders become sections (Enter: none)', {
    check: async (answer) => {
      if (answer.trim() === '') return undefined;
      const result = await readOpmlFile(answer.trim());
      if (result.kind === 'none') return result.why;
      feeds = result.feeds;
      return undefined;
    },
  });
  list.takeAll(feeds);
  if (feeds.length > 0) terminal.say(`  ${count(list.size, 'feed')}${list.leftOut.length > 0 ? `, ${list.leftOut.length} left out` : ''}`);
}

/** False where there are no more. */
async function askForOne(list: FeedList, ports: FeedPorts, terminal: Terminal): Promise<boolean> {
  let found: LookedUp | undefined;
  const answer = await terminal.text(list.size === 0 ? 'Address of a site or feed' : 'Address of another (Enter: no more)', {
    check: async (text) => {
      if (text.trim() === '') return list.size === 0 ? 'a newsletter needs a feed; write the address of a site or feed, such as https://example.org' : undefined;
      try {
        found = await lookUp(ports, text);
      } catch (error) {
        if (error instanceof OperatorError) return error.message;
        throw error;
      }
      if (found.kind === 'none') return found.why;
      return list.has(found.url) ? `${found.url} is in the list already` : undefined;
    },
  });
  if (answer.trim() === '' || !found) return false;
  if (found.kind === 'unasked' && !(await terminal.confirm(`It could not be asked: ${found.detail}. Take it as it is?`, true))) return true;
  take(list, found);
  if (found.kind === 'feed') terminal.say(`  ${found.told}`);
  return true;
}

function take(list: FeedList, result: LookedUp): string[] {
  if (result.kind === 'none') return [result.why];
  const { url } = result;
  if (result.kind === 'unasked') list.unasked.push({ url, detail: result.detail });
  list.take({ url, ...(result.kind === 'feed' && result.name !== undefined && { name: result.name }) });
  return [];
}
