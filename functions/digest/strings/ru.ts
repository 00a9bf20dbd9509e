import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

// A name is never inflected: it stands as the subject, or in apposition to a word that is.
export const ru = (counted: Counted): Strings => ({
  stories: counted({ one: '# новость', few: '# новости', many: '# новостей', other: '# новости' }),
  minutes: counted({ other: '# мин чтения' }),
  alsoIn: 'Другие источники:',
  overview: 'В этом выпуске',
  alsoFrom: (feed) => `Ещё из источника «${feed}»:`,
  moreOnWeb: counted({
    one: 'Ещё # новость на сайте',
    few: 'Ещё # новости на сайте',
    many: 'Ещё # новостей на сайте',
    other: 'Ещё # новости на сайте',
  }),
  late: 'Пришло с опозданием',
  empty: 'С прошлого выпуска ничего нового. Наслаждайтесь тишиной.',
  // A date is in the genitive already, as "с" wants it (and its year ends with "г."); a weekday is in the nominative.
  belated: 'Сегодня позже обычного. Извините за ожидание.',
  silent: (feed, when, isWeekday) =>
    isWeekday ? `${feed} молчит (первый день без ответа: ${when}).` : `${feed} молчит с ${when.replace(/\.$/, '')}.`,
  why: (name) => `Вы получили это письмо, потому что подписаны на рассылку «${name}».`,
  readOnWeb: 'Читать на сайте',
  manage: 'Ваша подписка',
  unsubscribe: 'Отписаться',
  archive: 'Все выпуски',
  feed: 'RSS-лента',
});
