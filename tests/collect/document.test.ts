import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../functions/collect/parse.ts';
import { sanitise } from '../../functions/collect/sanitise.ts';

const parse = (body: string | Uint8Array, contentType?: string) => parseFeed({ body: Buffer.from(body as string), contentType, url: 'https://feeds.example.org/feed.xml' });
async function items(body: string | Uint8Array, contentType?: string) {
  const parsed = await parse(body, contentType);
  if (parsed.kind !== 'feed') throw new Error(parsed.detail);
  return parsed.items;
}
const titles = async (body: string | Uint8Array, contentType?: string) => (await items(body, contentType)).map(({ title }) => title);
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const item = (title: string, description = '') => `<item><title>${title}</title><link>https://s.example/1</link><description>${description}</description></item>`;
const rss = (content: string, before = '') => `${before}<rss version="2.0"><channel><title>F</title>${content}</channel></rss>`;
/** What a title, as it is meant, comes out as. */
const title = async (text: string) => (await titles(rss(item(escape(text)))))[0];
const summary = async (text: string) => (await items(rss(item('T', escape(text)))))[0]!.summary;

describe('UTF-8 that was read as windows-1252', () => {
  it.each([
    ['Nueva versiÃ³n', 'Nueva versión'], ['â€˜Atlantisâ€™ Beta', '‘Atlantis’ Beta'], ['cafÃ©', 'café'], ['CAFÃ‰ ET THÃ‰', 'CAFÉ ET THÉ'], ['â‚¬5', '€5'], ['Â£5', '£5'],
    ['Ð–ÑƒÐº', 'Жук'], ['æ—¥æœ¬èªž', '日本語'], ['it\u00e2\u0080\u0099s', 'it’s'], ['PaÅ¡iÄ‡', 'Pašić'], ['Ã©\u00e2\u0080\u0094Ã¨', 'é—è'],
  ])('%s', async (text, meant) => expect(await title(text)).toBe(meant));
  it.each([
    'Ã', 'Ã©, é', 'NÃO', 'AMANHÃ…', 'LIBERTÉ…', '«MAÇû', '“IRMÔ', 'PÅ…', 'É… tudo', 'CAFÉ™', 'Âge d’or', 'Ça va: Ünïcödé', 'mangé…”', 'naïve – Zoë', 'Ã© für 5 €', 'Ã³ и ж', 'Às 10h…', 'VENTER PÅ»',
  ])('leaves what is right: %s', async (text) => expect(await title(text)).toBe(text));
  it('undoes it once', async () => expect(await title('Ã¢â‚¬â„¢')).toBe('â€™'));
  it('and C1 controls', async () => expect(await title('it\u0092s &#147;q&#148; \u0085')).toBe('it’s “q” …'));
  it('in whole documents', async () => {
    const feed = rss(item('Über “Käse” – 5 €', 'Größe'), '<?xml version="1.0" encoding="UTF-8"?>');
    expect(await items(new TextDecoder('windows-1252').decode(Buffer.from(feed)))).toMatchObject([{ title: 'Über “Käse” – 5 €', summary: 'Größe' }]);
  });
});

describe('charsets', () => {
  const feed = (encoding: string, text: string) => rss(item(text), `<?xml version="1.0" encoding="${encoding}"?>`);
  it.each(['GBK', 'gb2312', 'Shift_JIS', 'Big5', 'EUC-JP', 'EUC-KR', 'windows-1251'])('UTF-8 is UTF-8, labelled %s', async (label) => {
    expect(await titles(feed(label, '日本語 中文 ж'))).toEqual(['日本語 中文 ж']);
    expect(await titles(feed('utf-8', '日本語 中文 ж'), `text/xml; charset=${label}`)).toEqual(['日本語 中文 ж']);
  });
  it.each([['gbk', '中文新闻标题'], ['Shift_JIS', '日本語のニュース'], ['Big5', '中文新聞標題'], ['EUC-JP', '日本語のニュース'], ['EUC-KR', '한국어 소식']])('%s is itself', async (label, text) =>
    expect(await titles(iconv.encode(feed(label, text), label))).toEqual([text]));
  it('ISO-2022-JP is itself, though all ASCII', async () =>
    expect(await titles(Buffer.concat([Buffer.from('<?xml version="1.0" encoding="iso-2022-jp"?><rss><channel><item><title>\u001b$B'), Buffer.from('467c4b5c386c', 'hex'), Buffer.from('\u001b(B</title></item></channel></rss>')]))).toEqual(['日本語']));
  it.each(['utf-16le', 'utf-16be'])('%s without a mark, after space', async (encoding) => {
    expect(await titles(iconv.encode(`\r\n ${feed('UTF-16', 'Ж 日')}`, encoding, { addBOM: false }))).toEqual(['Ж 日']);
    expect(await titles(iconv.encode(`\n\n${rss(item('Ж'))}`, encoding, { addBOM: false }))).toEqual(['Ж']);
  });
});

describe('what is escaped twice', () => {
  it.each([
    ['&lt;p&gt;Hello &lt;b&gt;x&lt;/b&gt;&lt;/p&gt;', 'Hello x'], ['&lt;!-- SC_OFF --&gt;&lt;div class=&quot;md&quot;&gt;&lt;p&gt;Hey &amp;amp; ho&lt;/p&gt;&lt;/div&gt;', 'Hey & ho'],
    ['&#60;p>x&#60;/p>', 'x'], ['&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;y&lt;/p&gt;', 'y'],
  ])('is markup in a body: %s', async (text, plain) => expect(await summary(text)).toBe(plain));
  it.each(['Use &lt;b&gt;x&lt;/b&gt;', '&lt;T&gt; is a type', '&lt;p&gt; begins a paragraph'])('and text where it may be meant: %s', async (text) =>
    expect(await summary(text)).toBe(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>')));
  it('is text in a title', () => expect(sanitise({ text: '&lt;b&gt;x&lt;/b&gt; is bold', type: 'loose', title: true }).text).toBe('<b>x</b> is bold'));
});

describe('texts that speak of tags', () => {
  it.each([
    'What does <?php do', 'Use <?= instead of <?php echo ?> here', 'The <!DOCTYPE html> tag explained', 'Why <script> blocks rendering', 'The <title> tag: a guide', 'Styling <select> well',
    'Why <script> and <style> differ', 'Vec<T> & <button>', '<?paul',
  ])('%s', async (text) => {
    expect(await title(text)).toBe(text);
    expect(await summary(text)).toBe(text);
  });
  it('and feeds do', async () => expect(await parse(`<rss><channel><title>&lt;?paul</title>${item('x')}</channel></rss>`)).toMatchObject({ title: '<?paul' }));
  it.each([
    ['a<script>alert(1)</script>b', 'a b'], ['Teaser <script>var a = 1', 'Teaser'], ['Teaser <script type="text/javascript">go', 'Teaser'], ['Teaser <style>.a { color: red', 'Teaser'], ['<p>x</p><script>nothing more', 'x'],
    ['Teaser <script>document.write', 'Teaser'], ['<b>x</b> <?xml:namespace prefix = o ns = "urn:x" />y', 'x y'], ['<?xml:namespace prefix = o />y', 'y'], ['<!DOCTYPE html><p>x</p>', 'x'], ['x <!-- note --> y', 'x y'],
    ['x <![CDATA[y]]> z', 'x y z'], ['x <![CDATA[<script>a</script><b>y</b>', 'x y'], ['<![if !vml]>x<![endif]>', 'x'], ['x <iframe src="https://e.example/">', 'x'],
  ])('but markup is markup: %s', async (text, plain) => expect(await summary(text)).toBe(plain));
});

describe('entities of the document', () => {
  const doctype = (...entities: string[]) => `<?xml version="1.0"?><!DOCTYPE rss [${entities.join('\n')}]>`;
  const shown = async (text: string, ...entities: string[]) => (await titles(rss(item(text), doctype(...entities))))[0];
  it('are expanded', async () => {
    expect(await shown('&prod; rocks &prod2;', '<!ENTITY prod "Widget &amp; Co">', '<!ENTITY prod2 \'Two\'>')).toBe('Widget & Co rocks Two');
    expect((await items(rss('<item><title>x</title><link>&home;/1</link><enclosure url="&home;/a.jpg" type="image/jpeg"/></item>', doctype('<!ENTITY home "https://s.example">'))))[0]).toMatchObject({ url: 'https://s.example/1', image: { url: 'https://s.example/a.jpg' } });
  });
  it.each([
    ['a&nbsp;b&eacute;', 'a bé', ['<!ENTITY nbsp "&#160;">']], ['&lt; &amp; &copy;', '< & ©', ['<!ENTITY lt "&#38;#60;"><!ENTITY amp "no">']], ['&a;', 'one', ['<!ENTITY a "one">', '<!ENTITY a "two">']],
    ['&a;', '&b;', ['<!ENTITY b "x">', '<!ENTITY a "&b;">']], ['x&xxe;', 'x&xxe;', ['<!ENTITY xxe SYSTEM "file:///etc/passwd">']], ['x&p;', 'x&p;', ['<!ENTITY p PUBLIC "a" "https://e.example/">']],
    ['&a;%p;', 'A%p;', ['<!ENTITY % p "q">', '%p;', '<!ELEMENT x (y)>', '<!-- ]> <!ENTITY a "no"> -->', '<?x ]> ?>', '<!ATTLIST x y CDATA "]>">', '<!ENTITY a "A">']],
    ['&my.own-1;', 'x > y', ['<!ENTITY my.own-1 "x > y">']], ['a<![CDATA[&a;]]>', 'a&a;', ['<!ENTITY a "A">']],
  ] as const)('%s is %s', async (text, expected, entities) => expect(await shown(text, ...entities)).toBe(expected));
  it('hold no items', async () => expect(await titles(rss(`&i;${item('B')}`, doctype('<!ENTITY i "<item><title>A</title></item>">')))).toEqual(['B']));
  it('stay harmless', async () => {
    const laughs = ['<!ENTITY a0 "lol">', ...Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`)];
    expect(await shown('&a30;', ...laughs)).toBe('&a29;'.repeat(10));
    const many = await items(rss(item('x', '&big;'.repeat(100_000)), doctype(`<!ENTITY big "${'x '.repeat(1000)}">`)));
    expect(many).toMatchObject([{ title: 'x' }]);
    expect(await titles(rss(item('x'), `<!DOCTYPE rss [${'<!ENTITY a "'.repeat(50_000)}`))).toBeInstanceOf(Array);
  });
});

describe('documents that are cut off', () => {
  const whole = '<item><title>A</title><link>https://s.example/a</link></item>';
  const start = `<rss><channel><title>F</title>${whole}`;
  it.each([
    '<item><title>Bee</title><link>https://s.example/long-pa', '<item><title>Bee</title><guid>12', '<item><title>Bee</title><description>Some te', '<item><title>Bee</title><enclosure url="https://s', '<item><title>Bee</title><lin',
    '<item><title>Be', '<item><title>Bee</title></ti', '<item><title>Bee</title><description><![CDATA[Some te', '<item><title>Bee</title>', '<item',
  ])('without what is half: %s', async (half) => expect(await titles(start + half)).toEqual(['A']));
  it('with an item that can be told from others', async () => {
    expect(await items(`${start}<item><title>Bee</title><link>https://s.example/b</link><guid>12`)).toMatchObject([{ title: 'A' }, { title: 'Bee', url: 'https://s.example/b' }]);
    expect(await items(`${start}<item><guid>1</guid><title>Bee</title><pubDate>Mon, 03 Mar 202`)).toMatchObject([{ title: 'A' }, { title: 'Bee' }]);
    expect((await items(`${start}<item><guid>1</guid><title>Bee</title><pubDate>Mon, 03 Mar 202`))[1]).not.toHaveProperty('published');
    expect(await titles('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="https://s.example/x"/><content>Some te')).toEqual(['x']);
  });
  it('are not those that never close their items', async () => {
    const open = '<item><title>A</title><description>a</description><item><title>B</title><description>b</description>';
    expect(await titles(`<rss><channel>${open}`)).toEqual(['A', 'B']);
    expect(await titles(`<rss><channel>${open}</channel></rss>`)).toEqual(['A', 'B']);
    expect(await titles('<feed><entry><title>A</title></entry><entry><title>B</title></feed>')).toEqual(['A', 'B']);
    expect(await titles(`<rss><channel>${whole}<item><title>B</title></channel></rss>`)).toEqual(['A', 'B']);
  });
});

describe('feeds within HTML', () => {
  const entry = '<entry><title>in html</title><id>1</id></entry>';
  it.each(['<feed xmlns="http://www.w3.org/2005/Atom">', '<a:feed xmlns:a="http://www.w3.org/2005/Atom">', '<feed version="0.3" xmlns="http://purl.org/atom/ns#">'])('%s', async (root) =>
    expect(await titles(`<html><body><pre>${root}${entry}`.replace(entry, `${entry}</feed></pre></body></html>`))).toEqual(['in html']));
  it('not any element of that name', async () => expect(await parse(`<html><body><feed>${entry}</feed></body></html>`)).toMatchObject({ kind: 'not-a-feed', detail: 'an HTML page, not a feed' }));
});

describe('comments and sections that are not closed', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((name) => item(name));
  it.each([
    ['never', `${a}<!-- x ${b}${c}`, ['A', 'B', 'C']], ['before one that is', `${a}<!-- x ${b}<!-- y -->${c}`, ['A', 'B', 'C']], ['though the end of one stands in an item', `${a}<!-- x ${b}<item><title>C</title><description>--></description></item>`, ['A', 'B', 'C']],
    ['in an item', '<item><title>A <!-- x</title></item><item><title>B</title></item>', ['A', 'B']],
  ])('a comment, %s', async (_, content, expected) => expect(await titles(rss(content))).toEqual(expected));
  it.each([`${a}<!-- ${b} -->${c}`, `${a}<!-- <b> ${b!}\n -->${c}`, `${a}<!-- x <!-- y -->${c}`, `${a}<!--[if x]><!-->${c}`])('but items may be commented out: %s', async (content) => expect(await titles(rss(content))).toEqual(['A', 'C']));
  it.each([
    ['<item><title><![CDATA[A</title><link>https://s.example/a</link><description><![CDATA[a]]></description></item><item><title>B</title></item>', [{ title: 'A', url: 'https://s.example/a', summary: 'a' }, { title: 'B' }]],
    ['<item><title>A</title><description><![CDATA[<b>a</b></description></item><item><title><![CDATA[B]]></title></item>', [{ title: 'A', summary: 'a' }, { title: 'B' }]],
    ['<item><title><![CDATA[A</title></item><item><title><![CDATA[B</title></item>', [{ title: 'A' }, { title: 'B' }]],
    ['<item><title>A</title><description><![CDATA[x <![CDATA[y]]> z]]></description></item><item><title>B</title></item>', [{ title: 'A' }, { title: 'B' }]],
    ['<item><title>A</title><description><![CDATA[about <title>t</title> <p>tags</p>]]></description></item>', [{ title: 'A', summary: 'about tags' }]],
  ])('a section: %s', async (content, expected) => expect(await items(rss(content))).toMatchObject(expected));
});

// Where time is not linear, these do not end within the test's.
describe('a hostile document comes to an end', { timeout: 60_000 }, () => {
  const size = 2_000_000;
  const hostile: readonly (readonly [string, string])[] = [
    ...['<p', '<', '</', '<!', '<?', '<!--', '<![CDATA[', '<!DOCTYPE ', '<!DOCTYPE a [', '<a b="<', '<!--<item>', '<?x <item>', '<item><title>', '<channel>', '</rss><rss>', '<div>', '&#', '&a', '<item><title><![CDATA[x</title></item>'].map((part) => [part, rss(item('x', part.repeat(size / part.length)))] as const),
    ['channels and their ends', `<rss>${'<channel>'.repeat(size / 18)}${'</x>'.repeat(size / 8)}`],
    ['sections in an item that ends', rss(`<item><title>x</title><description>${'<![CDATA['.repeat(size / 9)}</item>`)],
    ['names', rss(item('x', Array.from({ length: size / 10 }, (_, n) => `&q${n};`).join('')))],
  ];
  it.each(hostile)('%j', async (_, body) => {
    expect((await parse(body)).kind).toMatch(/feed/);
  });
});

it('the only item of a document that ends within it stays: there is no other to tell it from', async () => {
  const parsed = await parseFeed({ body: Buffer.from('<rss version="2.0"><channel><item><title><![CDATA[Example'), contentType: undefined, url: 'https://s.example/feed' });
  expect(parsed).toMatchObject({ kind: 'feed', items: [{ title: 'Example' }] });
});
