/** Numbers as feeds write them: digits, words, ordinals, thousands. */

const spelled: Readonly<Record<number, string>> = {
  1: 'first erste* erster первый первая первого первом первую',
  2: 'two second zwei zweite* два две двух второй второго втором вторая второе',
  3: 'three third drei dritte* три трех трёх третий третьего третьем третья',
  4: 'four fourth vier vierte* четыре четырех четырёх четвертый четвертого четвертом',
  5: 'five fifth fünf fünfte* пять пяти пятый пятого пятом',
  6: 'six sixth sechs sechste* шесть шести шестеро шестой шестого',
  7: 'seven seventh sieben siebte* семь семи семью седьмой седьмого',
  8: 'eight eighth acht achte achter achten восемь восьми восемью восьмой восьмого',
  9: 'nine ninth neun neunte* девять девяти девятый девятого',
  10: 'ten tenth zehn zehnte* десять десяти десятый десятого',
  11: 'eleven eleventh elf elfte* одиннадцать одиннадцати одиннадцатый',
  12: 'twelve twelfth zwölf zwölfte* двенадцать двенадцати двенадцатый',
  13: 'thirteen thirteenth dreizehn* тринадцать тринадцати тринадцатый',
  14: 'fourteen fourteenth vierzehn* четырнадцать четырнадцати четырнадцатый',
  15: 'fifteen fifteenth fünfzehn* пятнадцать пятнадцати пятнадцатый',
  16: 'sixteen sixteenth sechzehn* шестнадцать шестнадцати шестнадцатый',
  17: 'seventeen seventeenth siebzehn* семнадцать семнадцати семнадцатый',
  18: 'eighteen eighteenth achtzehn* восемнадцать восемнадцати восемнадцатый',
  19: 'nineteen nineteenth neunzehn* девятнадцать девятнадцати девятнадцатый',
  20: 'twenty twentieth zwanzig* двадцать двадцати двадцатый',
  30: 'thirty dreißig* тридцать тридцати',
  40: 'forty vierzig* сорок сорока',
  50: 'fifty fünfzig* пятьдесят пятидесяти',
  100: 'hundred hundert сто',
};
const exact = new Map<string, string>();
for (const [value, forms] of Object.entries(spelled)) {
  for (const form of forms.split(' ')) {
    if (form.endsWith('*')) for (const ending of ['', 'n', 'r', 's', 'm', 'te', 'ten', 'ter', 'tes', 'tem', 'ste', 'sten', 'ster']) exact.set(form.slice(0, -1) + ending, value);
    else exact.set(form, value);
  }
}

/** The number that a word (in lower case) spells. */
export const spelledNumber = (word: string): string | undefined => exact.get(word);

const thousands = /^(thousand|tausend|тыс|тысяч|тысяча|тысячи|тысячами|тысячам|千)$/;

/** The factor in the word after a number. Millions stay words: they are mostly written as such by all. */
export const factorOf = (word: string): number => (thousands.test(word) ? 1_000 : word === '万' ? 10_000 : 1);

/** One form of what is written with digits: 8,000 and 8.000 are 8000; 6,2 is 6.2; 3-1 and 3–1 are 3:1. */
export function digits(written: string): string {
  if (/^\d{1,3}([.,]\d{3})+$/.test(written)) return written.replace(/[.,]/g, '');
  const form = written.replaceAll(',', '.').replace(/[:–—-]/g, ':');
  return /^\d+\.0+$/.test(form) ? form.replace(/\.0+$/, '') : form.replace(/^0+(?=\d)/, '');
}

const kanji = new Map([...'〇一二三四五六七八九'].map((sign, value) => [sign, value]));

/** Japanese counts in Han digits, as 六人 or 十二人, in Arabic ones; other Han text as it is. */
export function arabic(text: string): string {
  return text.replace(/([〇一二三四五六七八九]?)(十?)([〇一二三四五六七八九]?)(?=[人名件台年月日回度社国歳位本校号次届弾期])/g, (all, tens: string, ten: string, ones: string) => {
    if (all === '' || (ten === '' && tens !== '' && ones !== '')) return all;
    return String(ten === '' ? kanji.get(tens + ones) : (tens === '' ? 1 : kanji.get(tens)!) * 10 + (ones === '' ? 0 : kanji.get(ones)!));
  });
}
