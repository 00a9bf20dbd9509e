/**
 * Months by the starts of their names, without accents and in lower case. A static table, as making it with Intl
 * takes a second at a cold start, and lacks half of what feeds write (`mrz`, `sept`, `set`, a nominative, no accents).
 */
const starts = [
  'jan ian ene gen oca sty led sij tam янв яну јан січ сту ιαν',
  'feb fev lut uno velj helm suba фев феб лют φεβ',
  'mar mrt mrz maar maal bre ozu мар бер сак μαρ',
  'apr abr avr nis kwi dub tra huh апр квіт кра απρ',
  'may mai maj mei mag kve svi tou маи мая мај трав μαι',
  'jun iun jui giu haz cze cvn cerve cervn lipnj lipanj kesa июн юни јун черв чэр ιουν ιον',
  'jul iul juil lug tem lip cvc cervenec cervence srpnj srpanj hei июл юли јул лип ліп ιουλ ιολ',
  'aug ago aou agu avg sie srp kol elo авг серп жні αυγ',
  'sep set szep eyl wrz zar ruj syy сен сеп вер σεπ',
  'oct okt ott out eki pazd rij lok окт жовт кас οκτ',
  'nov noi kas lis stu marr ноя нов ное лист ліс νοε',
  'dec dez dic des ara gru pro jou дек дец груд сне δεκ',
];
const byStart = new Map(starts.flatMap((line, index) => line.split(' ').map((start) => [start, index + 1] as const)));

/** Whole words that are a month or, in another language, a weekday. */
const doubtful = new Map([['mar', 3], ['sub', 2], ['paz', 10]]);
const short = new Map([['ag', 8]]);

/** Croatian has other months by the names that Polish and Czech have. */
const croatian = new Map([['lip', 6], ['srp', 7], ['lis', 10], ['listopada', 10]]);
const croatianDate = /(?<!\p{L})(?:ponedj|uto|sri|cet|pet|sub|ned(?!ele))|\d\. ?listopada|(?:li[ps]|srp) \d{4}\./u;

export interface MonthWord {
  readonly month: number;
  /** Where the word stands. */
  readonly at: number;
}

/** The month among `words`, the first that is no weekday; `text` is where they're from. */
export function monthIn(words: readonly string[], text: string): MonthWord | undefined {
  const isCroatian = croatianDate.test(text);
  const found = words.flatMap((word, at) => {
    const month = (isCroatian ? croatian.get(word) : undefined) ?? doubtful.get(word) ?? short.get(word) ?? startOf(word);
    return month === undefined ? [] : [{ month, at }];
  });
  return found.find(({ at }) => !doubtful.has(words[at]!)) ?? found.at(-1);
}

/** By the longest start that is known. */
function startOf(word: string): number | undefined {
  // Tuesdays.
  if (/^(?:mardi|marte|marti$)/.test(word)) return undefined;
  for (let length = Math.min(word.length, 8); length >= 3; length--) {
    const month = byStart.get(word.slice(0, length));
    if (month !== undefined) return month;
  }
  return undefined;
}
