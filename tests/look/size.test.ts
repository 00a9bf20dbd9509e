/** Gmail shows the first 102 KB of a mail's HTML, as it travels, and cuts off the rest: the unsubscribe link with it. */
import { describe, expect, it } from 'vitest';
import { issues } from './issues.ts';
import { parts } from './mime.ts';
import { composed } from './pages.ts';

const most = 90_000;

describe('the HTML of the mail as it travels', () => {
  it.each(Object.entries(issues))('is at most 90,000 bytes: %s', async (_, issue) => {
    const html = parts(await composed(issue)).filter(({ headers }) => /^content-type: *text\/html/im.test(headers));
    expect(html.map(({ headers }) => /^content-transfer-encoding: *(\S+)/im.exec(headers)?.[1])).toEqual(['quoted-printable']);
    expect(html[0]!.body.toString('latin1')).toContain('</html>');
    expect(html[0]!.body.length).toBeLessThanOrEqual(most);
  });
});
