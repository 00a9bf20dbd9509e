/** Words that news of any kind is written in: two reports that share them share little. Pairs of Han signs for Japanese. */
import { stem } from './languages.ts';

const lists = {
  en: `new year people say report day time first last week month million billion government president police minister country world state city man woman
    group company chief leader official plan deal move call make take get go back come show find set start end face high low big top part number home
    work way life case public national international local global market business law right south north west east u.s. us uk american british european
    more also including according several since number help use want near amid still early late far use user users test old long next two three four
    five`,
  de: `neu jahr mensch menschen prozent million millionen milliarden euro land stadt regierung präsident minister polizei frau mann welt deutschland deutsch
    unternehmen konzern zahl tag woche monat uhr zeit ende anfang teil fall grund seite angaben laut sprecher sagen sagt sagte teilt mitteilte
    berichtet groß klein hoch stark schwer erst zweit letzt gut weit nah bekommen kommen gehen machen stehen geben sehen bleiben zeigen wollen sollen
    können müssen leben leute behörde behörden partei chef`,
  ru: `новый год человек люди время день рубль рублей миллион миллиард млн млрд тысяча процент страна россия российский москва город область глава президент
    правительство министр полиция сообщил сообщила сообщили заявил заявила рассказал рассказала стал стала стали может будет первый второй последний
    большой компания группа случай место часть работа мир жизнь начало конец число неделя месяц источник данные данным результате около более менее
    после также ранее`,
  ja: `発表 明ら 会見 関係 日本 政府 首相 社長 容疑 警察 県警 午前 午後 今年 昨年 今月 同日 会社 市場 世界 東京 全国 人気 情報 新た 必要 可能 予定 対象 以上 以下 約束 状況 影響 問題 対応 結果 開始 開催 実施 説明 理由 男性 女性 国内 海外 米国 中国 万円 億円
    日朝 日夜 日午 年度 年ぶ 過去 最大 最高 今後 会長 代表 大統 統領 中心 方針 検討 見込 予想 初め`,
} as const;

const common = new Set<string>();
for (const [language, list] of Object.entries(lists) as [keyof typeof lists, string][]) {
  for (const word of list.split(/\s+/)) common.add(language === 'ja' ? word : stem(word, language));
}

/** Whether a term is one of them. */
export const isCommon = (term: string): boolean => common.has(term);
