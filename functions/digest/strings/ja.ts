import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

export const ja = (counted: Counted): Strings => ({
  stories: counted({ other: '記事#件' }),
  minutes: counted({ other: '#分で読めます' }),
  alsoIn: 'ほかの掲載元：',
  overview: '今号の見出し',
  alsoFrom: (feed) => `${feed}のその他の記事：`,
  moreOnWeb: counted({ other: 'ほか#件をウェブで読む' }),
  late: '遅れて届いた記事',
  empty: '前号以降、新しい記事はありませんでした。静かなひとときをお過ごしください。',
  belated: '本日はいつもより遅い配信となりました。お待たせして申し訳ありません。',
  silent: (feed, when) => `${feed}からは${when}以降、配信がありません。`,
  why: (name) => `「${name}」をご購読いただいているため、このメールをお届けしています。`,
  readOnWeb: 'ウェブで読む',
  manage: '購読の設定',
  unsubscribe: '配信停止',
  archive: 'バックナンバー',
  feed: 'RSSフィード',
});
