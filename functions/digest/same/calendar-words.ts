/** Days of the week and months, each a stage of its own axis: as `news-words.ts` writes them. */
export const calendarWords: Readonly<Record<string, string>> = {
  'day:1': 'monday montag* понедельник* 月曜',
  'day:2': 'tuesday dienstag* вторник* 火曜',
  'day:3': 'wednesday mittwoch* среду среды 水曜',
  'day:4': 'thursday donnerstag* четверг* 木曜',
  'day:5': 'friday freitag* пятниц* 金曜',
  'day:6': 'saturday samstag* sonnabend* суббот* 土曜',
  'day:7': 'sunday sonntag* воскресен* 日曜',
  'month:1': 'january januar jänner январ*',
  'month:2': 'february februar феврал*',
  'month:3': 'March märz март марта марте',
  'month:4': 'april апрел*',
  'month:5': 'May mai май мая мае',
  'month:6': 'june juni июн*',
  'month:7': 'july juli июл*',
  'month:8': 'august август*',
  'month:9': 'september сентябр*',
  'month:10': 'october oktober октябр*',
  'month:11': 'november ноябр*',
  'month:12': 'december dezember декабр*',
};

