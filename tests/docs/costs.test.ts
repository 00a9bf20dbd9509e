import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { price } from '../../cli/prices.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const document = read('docs/costs.md');
const measured = read('docs/measured.md');

type Row = readonly string[];
/** A line of a bill: the names and numbers to multiply; those after the first may divide. */
type Product = readonly { readonly name: string; readonly divides: boolean }[];
/** So many of a unit price. */
interface Used {
  readonly price: string;
  readonly quantity: number;
}

/** The rows of the table with that header, cell by cell. */
function table(markdown: string, header: string): readonly Row[] {
  const lines = markdown.split('\n');
  const at = lines.indexOf(header);
  if (at < 0) throw new Error(`There is no table with the header ${header}`);
  const rows = lines.slice(at + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end < 0 ? undefined : end).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

const number = (text: string): number => {
  const value = Number(text.replaceAll(',', ''));
  if (text === '' || Number.isNaN(value)) throw new Error(`${text} is not a number`);
  return value;
};
const plain = (name: string): string => name.replaceAll('`', '');

const prices = new Map(
  table(document, '| name | USD | for each | free | what | source |').map(([name, usd, each, free]) => [plain(name!), { one: number(usd!) / number(each!), free: free === '' ? 0 : number(free!) }]),
);
const quantities = new Map(table(document, '| name | 1,000 | 100,000 | 1,000,000 | how |').map(([name, ...cells]) => [plain(name!), cells.slice(0, 3).map(number)]));
const [sums, listmonk] = ['## Dawnpost: the sum', '### listmonk'].map((heading) => table(document.slice(document.indexOf(heading)), '| line | formula | 1,000 | 100,000 | 1,000,000 |')) as [readonly Row[], readonly Row[]];
const isLine = ([name]: Row): boolean => !name!.includes('Total');
const cells = (rows: readonly Row[], line: string): readonly string[] => rows.find(([name]) => name === line)!.slice(-3);

const readers = [1000, 100_000, 1_000_000];
const sizes = [0, 1, 2];
const money = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const products = (formula: string): readonly Product[] =>
  formula.split(' + ').map((product) => [...`× ${product}`.matchAll(/([×÷]) (\S+)/g)].map(([, sign, name]) => ({ name: plain(name!), divides: sign === '÷' })));

/** What a formula takes of each price, in a size: every product has one price in it. */
function used(formula: string, size: number): readonly Used[] {
  return products(formula).map((product) => {
    const [price, ...others] = product.filter(({ name }) => prices.has(name));
    if (price === undefined || others.length > 0) throw new Error(`${formula}: not one price in each product`);
    const factors = product.filter(({ name }) => !prices.has(name)).map(({ name, divides }) => (quantities.get(name)?.[size] ?? number(name)) ** (divides ? -1 : 1));
    return { price: price.name, quantity: factors.reduce((all, factor) => all * factor, 1) };
  });
}

const paid = (all: readonly Used[]): number => all.reduce((sum, { price, quantity }) => sum + quantity * prices.get(price)!.one, 0);
const everything = (size: number): readonly Used[] => sums.filter(isLine).flatMap(([, formula]) => used(formula!, size));

/** With what AWS gives every month taken off, price by price. */
function aboveFree(size: number): number {
  const totals = new Map<string, number>();
  for (const { price, quantity } of everything(size)) totals.set(price, (totals.get(price) ?? 0) + quantity);
  return paid([...totals].map(([price, quantity]) => ({ price, quantity: Math.max(0, quantity - prices.get(price)!.free) })));
}

/** Ten million mails at the first price of the plan, the others at the second. */
function onEssentials(size: number): number {
  const mails = quantities.get('mails')![size]!;
  const first = Math.min(mails, 10_000_000);
  const ses = paid([{ price: 'essentials', quantity: first }, { price: 'essentials-more', quantity: mails - first }]);
  return paid(everything(size)) - paid([{ price: 'mail', quantity: mails }]) + ses;
}

describe('docs/costs.md', () => {
  it.each([...sums, ...listmonk].filter(isLine).map(([line, formula, ...amounts]) => ({ line, formula: formula!, amounts })))('$line is what its formula gives', ({ formula, amounts }) => {
    expect(amounts).toEqual(sizes.map((size) => money(paid(used(formula, size)))));
  });

  it.each([
    ['**Total**', (size: number) => paid(everything(size))],
    ['Total, free amounts used', aboveFree],
    ['Total with SES on Essentials', onEssentials],
    ["Total, SES's data charged", (size: number) => paid([...everything(size), ...used('`mails` × 0.000068 × `out`', size)])],
  ] as const)('%s is what the lines give', (line, total) => {
    expect(cells(sums, line)).toEqual(sizes.map((size) => money(total(size))));
  });

  it('begins with the sums that it ends in', () => {
    const summary = table(document, '| | 1,000 readers | 100,000 readers | 1,000,000 readers |');
    expect(cells(summary, '**Dawnpost**')).toEqual(cells(sums, '**Total**'));
    expect(cells(summary, "Dawnpost, AWS's free amounts used")).toEqual(cells(sums, 'Total, free amounts used'));
    const [small] = cells(listmonk, 'small server for 1,000 readers');
    expect(cells(summary, 'listmonk on a server, with SES')).toEqual([small, ...cells(listmonk, 'server for more').slice(1)]);
  });

  it('says what comes on top of SES, whatever the size and for a million mails', () => {
    const sum = (size: number, which: (amounts: readonly string[]) => boolean) =>
      paid(sums.filter((row) => isLine(row) && row[0] !== 'SES' && which(row.slice(2))).flatMap(([, formula]) => used(formula!, size)));
    const delivering = ['S3, delivering', 'SQS, parts', 'Lambda, delivering: 50 mails a second, half a GB'].flatMap((line) => used(sums.find(([name]) => name === line)![1]!, 2));
    const [, fixed, million] = /Dawnpost adds ([\d.]+) a\s+month whatever the size,[^.]+, and ([\d.]+)\s+to deliver a million mails/.exec(document)!;
    expect([fixed, million]).toEqual([money(sum(0, ([small, , large]) => small === large)), money(paid(delivering) / 30)]);
  });

  it('counts what is measured', () => {
    const rows = table(measured, '| readers | S3, collecting | S3, delivering | SQS | Lambda, delivering | SES | delivery beside SES |');
    for (const size of sizes) {
      const [, collecting, delivering, sqs, lambda, ses] = rows.find(([count]) => count === readers[size]!.toLocaleString('en-US'))!.map((cell) => cell.replace(/%$/, ''));
      const here = (formula: string): number => paid(used(formula, size));
      const pairs: readonly (readonly [string, number])[] = [
        [collecting!, here('`collect-puts` × `put` + `collect-gets` × `get`')],
        [delivering!, here('`deliver-puts` × `put` + `deliver-gets` × `get`')],
        [sqs!, here('`queue-requests` × `sqs`')],
        [lambda!, here('`mails` ÷ 50 × 0.5 × `gb-second`')],
        [ses!, here('`mails` × `mail`')],
      ];
      // Both are rounded to cents; a request more or less in a new measurement is no other document.
      for (const [there, amount] of pairs) expect(Math.abs(number(there) - amount), `${there} of ${readers[size]} readers`).toBeLessThan(0.02 + number(there) * 0.02);
    }
  });

  it('has the prices that the doctor reckons with', () => {
    const names = { put: 'put', get: 'get', sqs: 'sqs', mail: 'mail', mailOnEssentials: 'essentials', mailOnEssentialsMore: 'essentials-more', lambdaSecond: 'gb-second', lambdaStart: 'start', alarm: 'alarm', metric: 'metric', dashboard: 'dashboard', logs: 'log' } satisfies Record<keyof typeof price, string>;
    for (const [key, name] of Object.entries(names)) expect(prices.get(name)!.one, name).toBeCloseTo(price[key as keyof typeof price], 12);
  });

  it("has the others' arithmetic right", () => {
    expect(table(document, '| | 1,000 | 100,000 | 1,000,000 |')[0]!.slice(1).map(number)).toEqual(readers.map((count) => (count * 30) / 12));
    const fee = /of (\d+) dollars a month,\s+([\d.]+) \+ ([\d.]+) \+ ([\d.]+) \+ ([\d.]+) = ([\d.]+)/.exec(document)!.slice(1).map(Number);
    const [of, substack, card, each, recurring, all] = fee as [number, number, number, number, number, number];
    expect([substack, card, each, recurring].map((part) => part.toFixed(3))).toEqual([of * 0.1, of * 0.029, 0.3, of * 0.007].map((part) => part.toFixed(3)));
    expect(all).toBeCloseTo(substack + card + each + recurring, 2);
    const buttondown = table(document, '| plan | USD | subscribers |').filter(([, usd]) => usd !== 'on request');
    const cheapest = (count: number) => buttondown.find(([, , most]) => number(most!) >= count)?.[1];
    expect(readers.map(cheapest)).toEqual(['9', undefined, undefined]);
  });

  it('names a source for every price', () => {
    const known = new Set(table(document, '| | page | date |').map(([letter]) => letter!));
    for (const [name, , , , , source] of table(document, '| name | USD | for each | free | what | source |')) {
      expect(source!.split(', ').filter((letter) => !known.has(letter)), name).toEqual([]);
    }
  });
});
