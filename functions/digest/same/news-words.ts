/**
 * What news of any kind is told with, in English, German, Russian and Japanese:
 * words of one meaning, so that two reports in different words can meet.
 *
 * A name with a colon is a stage of a story, `axis:stage` (`stage-words.ts`,
 * `form-words.ts`, `calendar-words.ts`). Two stages of one axis are two events:
 * who is arrested is not sentenced yet, who plays the semi-final has won the
 * quarter-final. A name without one is only a meaning.
 *
 * `word*` is any word with that beginning, `word` the word itself; what has a
 * space or is Japanese is looked for anywhere in the text, and may mean several
 * things. A single word means one.
 */
export const newsWords: Readonly<Record<string, string>> = {
  walkout: 'streik* warnstreik* ausstand* lokführerstreik* забастов* スト ストライキ',
  quake: 'earthquake* quake* tremor* erdbeben beben bebt* землетряс* толчк* 地震 揺れ 震度',
  dead: 'dead death* dies died kill* fatal* tot tote* toter gestorben sterben stirbt getötet* погиб* умер* жертв* смерт* 死亡 死者',
  hurt: 'injur* hurt wound* verletzt* пострада* ранен* раненн* けが 負傷',
  fire: 'fire* wildfire* blaze* flame* brand brände* feuer flamme* waldbrand* пожар* огонь огня горит загоре* 火災 火事',
  flee: 'flee* evacuat* evakuier* "in sicherheit" verlassen эвакуир* 避難',
  flood: 'flood* hochwasser überschwemm* überflut* наводнен* подтоплен* паводк* 洪水 浸水 冠水',
  crash: 'crash* collid* collision plung* unfall* unglück* busunglück* verunglück* zusammenstoß дтп авари* столкн* 衝突 横転 事故',
  bus: 'bus buses coach coaches busse reisebus* автобус* バス',
  attack: 'attack* strike* assault* angriff* anschlag* атак* удар* нападен* 攻撃 襲撃',
  storm: 'storm* gale* wind* hurrican* typhoon* sturm* orkan* unwetter* gewitter* гроз* ветер ветра шторм* ураган* 暴風 台風 嵐',
  rain: 'rain* downpour* starkregen regen ливн* ливень дожд* 大雨 豪雨',
  profit: 'profit* earning* income gewinn* ergebnis прибыл* заработа* 純利益 最終利益 利益',
  revenue: 'revenue* sales umsatz* umsätze* выручк* доход* 売上高',
  study: 'study studies researcher* scientist* studie* forsche* wissenschaft* ученые ученых исследова* 研究 調査',
  talks: 'talks negotiat* gespräche* verhandlung* переговор* 協議 交渉 会談',
  election: 'elect election* ballot* wahl wahlen landtagswahl* выбор* 選挙',
  court: 'court* judge* tribunal gericht* landgericht* richter* суд суда суде судья 地裁 高裁 裁判',
  hack: 'hack* cyber-attack* cyberattack* breach* hacker* cyberangriff* хакер* взлом* 不正アクセス サイバー攻撃',
  warning: 'warn* alert* unwetterwarnung* опасност* предупред* 警報 警戒 呼びかけ',
  sanction: 'sanction* sanktion* санкц* 制裁',
  firm: 'company group konzern unternehmen firma компани* 会社',
  leader: 'ceo chief boss chef* vorstandschef* глава главы президент* 社長 ceo',
  minister: 'minister* ministry ministerium министр* минтранс* 大臣 農相 農水相 首相',
  price: 'price* cost* preis* kosten цен* стоимост* 価格',
};

