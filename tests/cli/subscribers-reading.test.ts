import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../cli/subscribers/reading.ts';
import { temporaryFolder } from '../fixtures.ts';

/** Each row as `line: cells`. */
async function rowsIn(content: string | Buffer): Promise<string[]> {
  const file = join(temporaryFolder(), 'list.csv');
  writeFileSync(file, content);
  const rows: string[] = [];
  for await (const block of rowsOf(file)) rows.push(...block.map(({ cells, line }) => `${line}: ${cells.join('|')}`));
  return rows;
}

describe('CSV as programs and people write it', () => {
  const expected = ['1: email|näme', '2: ann@example.org|Änn', '3: ben@example.org|Ben'];
  const text = 'email,näme\nann@example.org,Änn\nben@example.org,Ben\n';
  it.each([
    ['as it should be', text],
    ['a byte order mark', `\uFEFF${text}`],
    ['UTF-16LE with a mark, as Excel writes it', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16BE with a mark', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16LE, tabs and CRLF', iconv.encode(text.replaceAll(',', '\t').replaceAll('\n', '\r\n'), 'utf-16le', { addBOM: true })],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['CR alone', text.replaceAll('\n', '\r')],
    ['a mixture of line ends', text.replace('\n', '\r\n')],
    ['semicolons', text.replaceAll(',', ';')],
    ['tabs', text.replaceAll(',', '\t')],
    ['no line end at the end', text.trimEnd()],
    ['quotes around all', text.replace(/[^,\n]+/g, '"$&"')],
    ['rows of delimiters alone at the end', `${text},\n , \n,,,\n`],
  ])('%s', async (_, content) => expect(await rowsIn(content)).toEqual(expected));

  it('says the line on which a row starts', async () => {
    expect(await rowsIn('\n\nemail,note\r\n\r\nann@example.org,"two\r\nlines, and ""more"""\r\n,\r\nben@example.org\r\n   \r\n\r\ncy@example.org,x,y\r\n')).toEqual([
      '3: email|note', '5: ann@example.org|two\nlines, and "more"', '8: ben@example.org', '11: cy@example.org|x|y',
    ]);
    expect(await rowsIn('sep=;\r\nemail;a,b\r\nann@example.org;1\r\n')).toEqual(['2: email|a,b', '3: ann@example.org|1']);
    expect(await rowsIn('"last, first";"more, of it";email\n"A, B";c;ann@example.org\n')).toEqual(['1: last, first|more, of it|email', '2: A, B|c|ann@example.org']);
    expect(await rowsIn('')).toEqual([]);
  });

  it('loses no row to a quote that is not as it should be', async () => {
    const rows = ['email,name', 'a@example.org,"Ann', 'b@example.org,Ben', 'c@example.org,"Cy"x', 'd@example.org,Di "D" Di', '"Ed, Ed" E,e@example.org', 'f@example.org,"Flo"', '"g@example.org,Gus'];
    expect((await rowsIn(rows.join('\n'))).map((row) => row.replaceAll('"', ''))).toEqual([
      '1: email|name', '2: a@example.org|Ann', '3: b@example.org|Ben', '4: c@example.org|Cyx', '5: d@example.org|Di D Di',
      expect.stringMatching(/^6: .*e@example\.org$/), '7: f@example.org|Flo', '8: g@example.org|Gus',
    ]);
  });

  it('reads across the blocks that a file is read in', { timeout: 60_000 }, async () => {
    const note = (n: number): string => `"line\r\n${'ü'.repeat(n % 700)}, ""${n}"""`;
    const content = `email,note\r\n${Array.from({ length: 6000 }, (_, n) => `r${n}@example.org,${note(n)}\r\n`).join('')}`;
    const rows = await rowsIn(content);
    expect(rows).toHaveLength(6001);
    for (const n of [0, 999, 5999]) expect(rows[n + 1]).toBe(`${2 * n + 2}: r${n}@example.org|line\n${'ü'.repeat(n % 700)}, "${n}"`);
    expect(await rowsIn(iconv.encode(content, 'utf-16le', { addBOM: true }))).toEqual(rows);
  });

  it('is not brought down by a file that is hostile', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => `r${n}@example.org,x\n`).join('');
    // A quote that nothing closes, before 2 MB of rows.
    expect(await rowsIn(`email,name\nann@example.org,"Ann\n${many}${many}${many}`)).toHaveLength(120_002);
    expect((await rowsIn(`email,name\n${'"a@example.org,x\n'.repeat(20_000)}`)).length).toBeGreaterThanOrEqual(20_001);
    expect(await rowsIn('x'.repeat(3_000_000))).toHaveLength(1);
    expect(await rowsIn(Buffer.alloc(100_000, 0xff))).toHaveLength(1);
    expect((await rowsIn(','.repeat(900_000))).length).toBeLessThan(2);
  });
});
