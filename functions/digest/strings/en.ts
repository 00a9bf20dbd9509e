import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

export const en = (counted: Counted): Strings => ({
  stories: counted({ one: '# story', other: '# stories' }),
  minutes: counted({ other: '# min read' }),
  alsoIn: 'Also in:',
  overview: 'In this issue',
  alsoFrom: (feed) => `Also from ${feed}:`,
  moreOnWeb: counted({ other: '# more on the web' }),
  late: 'Late arrival',
  empty: 'Nothing new since the last issue. Enjoy the quiet.',
  belated: 'Later than usual today. Sorry to keep you waiting.',
  silent: (feed, when) => `${feed} has been silent since ${when}.`,
  why: (name) => `You get this mail because you subscribed to ${name}.`,
  readOnWeb: 'Read on the web',
  manage: 'Your subscription',
  unsubscribe: 'Unsubscribe',
  archive: 'All issues',
  feed: 'RSS feed',
});
