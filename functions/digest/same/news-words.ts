/**
 * What news of any kind is told with, in English, German, Russian and Japanese:
 * words of one meaning, so that two reports in different words can meet.
 *
 * A name with a colon is a stage of a story, `axis:stage`. Two stages of one
 * axis are two events: who is arrested is not sentenced yet, who plays the
 * semi-final has won the quarter-final. A name without one is only a meaning.
 *
 * `word*` is any word with that beginning, `word` the word itself; what has a
 * space or is Japanese is looked for anywhere in the text.
 */
export const newsWords: Readonly<Record<string, string>> = {
  // What the text is, not what it tells.
  'form:opinion': 'opinion column columnist editorial commentary kommentar kolumne meinung leitartikel gastbeitrag мнение колонка колумнист* 社説 論説 コラム 寄稿 オピニオン',
  'form:explainer': 'explainer explained "einfach erklärt" ratgeber faq разбираемся разбор объясня* объяснил* "what is" "what are" "what we know" "how to" "how does" "how do" "here is why" "why the" "need to know" "was bedeutet" "was ist" "wissen müssen" "fragen und antworten" "was wir wissen" "so funktioniert" "что такое" "что известно" "что нужно знать" "чем грозит" "вопросы и ответы" 解説 とは？ とは? まとめ ポイント 何が変わる なぜ',
  'form:preview': 'preview previews predicted line-ups lineups vorschau vorbericht voraussichtlich* aufstellung* übertragung анонс "прогноз на" готовится готовятся "kick-off time" "team news" "how to watch" "what to watch" "where to watch" "ahead of" "vor dem" "where to stream" "wo läuft" "live im tv" "где смотреть" "перед матчем" "накануне матча" 見どころ 予告 中継 予想 展望 きょうの 先発予定 放送予定',
  'form:review': '"lohnt sich" "worth it" "worth buying" "стоит ли" review hands-on testbericht "im test" обзор* レビュー',
  // Stages of a match, a tournament, a trial, an office, a product, an event, a dispute, a law, a rate, a search.
  'match:over': 'lose loses lost defeated "knocked out" scheitern scheitert verlier* unterlieg* проигра* уступил* 敗退 beat* defeat* thrash* win* won victory schlägt besiegt* bezwing* gewinnt gewann* siegt* sieg обыграл* победил* победу победа победы разгром* выигра* 勝利 快勝 敗れ 優勝 下し 破り 破る 制し',
  'round:quarter': 'quarter-final* quarterfinal* quarter-finals viertelfinale* четвертьфинал* "1/4 финала" 準々決勝 ベスト8',
  'round:semi': 'semi-final* semifinal* semi-finals halbfinale* полуфинал* "1/2 финала" 準決勝 ベスト4',
  'round:group': '"group stage" gruppenphase "группового этапа" 一次リーグ グループステージ',
  'deal:on': 'bid bids takeover offer* übernahmeangebot übernimmt übernahme предложени* покупает купит 買収提案 買収へ',
  'deal:off': 'withdraw* "walks away" "walk away" "pulls out" "drops bid" drops dropped abandon* zurückgezogen "zieht zurück" "zieht sich zurück" verzichtet отозва* отказа* 撤回 断念 見送り',
  'after:probe': 'inquiry investigat* probe "report finds" "preliminary report" abschlussbericht ermittl* untersuch* ursache* расследован* причин* эксперт* 報告書 原因 調査委 捜査',
  'after:mourning': 'funeral* mourn* vigil* tribute* memorial* trauer* beisetzung* gedenk* похорон* прощани* траур* 葬儀 告別式 追悼 お別れの会',
  'after:words': 'react* respon* criticis* condemn* apolog* defend* demand* urge* kritisier* kritik entschuldig* fordert fordern verteidigt reagier* раскритик* осудил* извини* отреагир* прокомментир* ответил* призвал* 批判 謝罪 反応 抗議 求める 要求',
  'ahead:plan': 'will plans planned expected "set to" "set for" "to host" "to meet" "to face" upcoming soll sollen plant geplant erwartet будет планиру* состоится встретятся встретится пройдет намерен* готовит* ожида* 予定 見通し 見込み 方針 検討',
  'law:open': '"goes on trial" "trial begins" "trial opens" "trial starts" prozessauftakt prozessbeginn "prozess beginnt" "начался суд" 初公判',
  'law:crime': 'raid theft steal* stole stolen robber* burglar* diebstahl gestohlen* stehlen stahlen raub* einbruch краж* украл* похити* похищ* ограбл* 盗まれ 盗難 窃盗 強盗',
  'law:arrest': 'arrest* detain* suspect suspects festnahme* festgenommen* "nimmt fest" tatverdächtig* verdächtig* verhaftet* задержа* подозреваем* арест* поймал* 逮捕 拘束',
  'law:hearing': 'testif* testimon* witness* "second day" "third day" "first day" zeuge* zeugin* verhandlungstag* "sagt aus" "vor gericht aus" aussage* свидетел* заседани* допрос* 公判 証言 証人',
  'law:charge': 'charged indict* anklage erhoben* обвинени* 起訴 送検',
  'law:verdict': 'guilty sentenc* jailed jails convict* acquit* verdict lebenslang* verurteil* schuldig urteil urteile freispruch freigesprochen* приговор* колони* осужд* оправда* 判決 実刑 言い渡 有罪 無罪 懲役',
  'law:appeal': 'appeal* berufung revision апелляц* обжалов* 控訴 上告',
  'office:out': 'resign* quit quits "step down" "steps down" "stepped down" oust* sack* rücktritt* "tritt zurück" "treten zurück" zurückgetreten* entlass* отставк* уволил* увольн* "покинул пост" 辞任 更迭 辞職 退任',
  'office:in': 'appoint* "named new" "picked as" "sworn in" succeed* ernennt ernannt* nachfolg* neuer neue*chef назнач* "занял пост" 就任 起用 後任 任命 新しい',
  'product:out': 'launch* unveil* "on sale" "goes on sale" release* introduc* vorgestellt* vorstell* freigegeben veröffentlich* verkaufsstart verkauft "начал продажи" "в продажу" выпусти* вышел вышла вышло релиз* представи* презент* 発売 公開 配信 新製品 発表会',
  'product:back': 'recall* rückruf* "ruft zurück" zurückgerufen* отзыв* отзов* リコール 回収',
  'event:off': 'cancel* scrap* postpon* delay* "called off" "put off" abgesagt* absage* verschoben* verschieb* "fällt aus" "fallen aus" "sagt ab" "sagen ab" отмен* отлож* перенес* перенос* 中止 取りやめ 延期 順延',
  'event:done': 'success* splashdown geglückt gelungen erfolgreich успешно стартовал* состоял* прошел прошла 成功 開催された',
  'event:on': 'announc* reveal* kündigt angekündigt* ankündig* vorverkauf* headlin* объявил* объявлен* анонсир* выступит 追加公演 追加日程',
  'strike:on': '"to strike" "go on strike" walkout* "walk out" streikt streiken aufruf* "ruft zu" бастовать забастовк*',
  'strike:off': '"suspend strike" "strike suspended" "strike ends" "end strike" "strikes off" beendet beigelegt kompromiss einigung einigen "geeinigt" tarifabschluss schlichtung соглашени* договорил* 妥結 合意',
  'bill:yes': 'approv* pass passes passed adopt* agree* vote* beschließ* beschloss* verabschied* billig* stimmt принял* принят* одобр* утверд* 可決 成立 採択 合意 承認',
  'bill:no': 'reject* block* sue sues sued lawsuit* "goes to court" klagt klage lehnt abgelehnt* scheiter* отклон* отверг* иск заблокир* 否決',
  'rate:up': 'raise* hike* increas* erhöh* anheb* повы* увелич* 利上げ 引き上げ',
  'rate:down': 'cut cuts lower* trim* reduc* slash* senk* zinssenkung* сниз* сниж* опусти* понизи* 利下げ 引き下げ',
  'rate:hold': 'hold holds held unchanged "on hold" unverändert* сохрани* 据え置 維持 見送り',
  'flight:lost': 'fail* explod* scheitert* explodier* потерпел* взорв* авари* 失敗 爆発',
  // Meanings.
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
  election: 'elect election* elected ballot* wahl wahlen gewählt landtagswahl* выбор* избран* 選挙 当選',
  court: 'court* judge* tribunal gericht* landgericht* richter* суд суда суде судья 地裁 高裁 裁判',
  hack: 'hack* cyber-attack* cyberattack* breach* hacker* cyberangriff* хакер* взлом* 不正アクセス サイバー攻撃',
  warning: 'warn* alert* unwetterwarnung* опасност* предупред* 警報 警戒 呼びかけ',
  sanction: 'sanction* sanktion* санкц* 制裁',
  firm: 'company group konzern unternehmen firma компани* 会社',
  leader: 'ceo chief boss chef* vorstandschef* глава главы президент* 社長 ceo',
  minister: 'minister* ministry ministerium министр* минтранс* 大臣 農相 農水相 首相',
  price: 'price* cost* preis* kosten цен* стоимост* 価格',
};

