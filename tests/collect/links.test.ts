import { describe, expect, it } from 'vitest';
import { itemUrl } from '../../functions/collect/links.ts';
import { withoutTracking } from '../../functions/collect/tracking.ts';
import { absolute, urlKey } from '../../functions/collect/urls.ts';

const base = 'https://feeds.example.org/dir/feed.xml';

describe('addresses as feeds write them', () => {
  it.each([
    ['https://s.org/a', 'https://s.org/a'], ['HTTPS://S.org/Three', 'https://s.org/Three'], ['/a', 'https://feeds.example.org/a'], ['a?b=1', 'https://feeds.example.org/dir/a?b=1'],
    ['//s.org/x', 'https://s.org/x'], ['s.org/path', 'http://s.org/path'], ['www.s.xyz', 'http://www.s.xyz/'], ['s.com', 'http://s.com/'], ['s.de/x', 'http://s.de/x'], ['s.org:8080/x', 'http://s.org:8080/x'],
    ['feeds.example.org/x', 'https://feeds.example.org/x'], ['example.org', 'https://example.org/'], ['http://https://s.org/two', 'https://s.org/two'], ['http://http//s.org/two', 'http://s.org/two'],
    ['https:/s.org/one', 'https://s.org/one'], ['https:s.org/one', 'https://s.org/one'], ['https:///s.org/one', 'https://s.org/one'], ['http//s.org/one', 'http://s.org/one'],
    ['https:\\\\s.org\\a\\b', 'https://s.org/a/b'], ['https:\\s.org\\a', 'https://s.org/a'], ['feed:https://s.org/x', 'https://s.org/x'], ['feed://s.org/x', 'http://s.org/x'],
    ['\n  https://s.org/a\n  b ', 'https://s.org/ab'], ['https://s.org/a b', 'https://s.org/a%20b'], ['https://s.org/a https://s.org/b', 'https://s.org/a'], ['https://s.org/?a=1&amp;b=2', 'https://s.org/?a=1&b=2'],
    // Files, not hosts.
    ['page.html', 'https://feeds.example.org/dir/page.html'], ['page.info', 'https://feeds.example.org/dir/page.info'], ['view.pl/2005/01', 'https://feeds.example.org/dir/view.pl/2005/01'], ['index.php/a.b', 'https://feeds.example.org/dir/index.php/a.b'],
    ['README.md', 'https://feeds.example.org/dir/README.md'], ['v1.2/notes', 'https://feeds.example.org/dir/v1.2/notes'], ['2025.01/x', 'https://feeds.example.org/dir/2025.01/x'], ['https:page.html', 'https://feeds.example.org/dir/page.html'],
    ['', undefined], [' \n', undefined], ['http:///bad', undefined], ['https://u:p@s.org/', undefined], ['mailto:a@b.c', undefined], ['javascript:alert(1)', undefined], ['https://', undefined], [`https://s.org/${'x'.repeat(3000)}`, undefined],
  ])('%j is %s', (href, url) => expect(absolute(href, base)).toBe(url));

  it('takes no time for hostile ones', () => {
    for (const part of [' ', '\n', 'a.', '.', 'http://', '/', 'www.']) absolute(part.repeat(1_000_000), base);
    for (const part of [' ', '\n', 'a.', '.', 'http://', '/', 'www.']) for (let n = 0; n < 100; n++) absolute(part.repeat(4900 / part.length), base);
  });
});

it.each([['https://S.org:443/a/?b=1', 's.org/a?b=1'], ['http://s.org:80/a', 's.org/a'], ['https://s.org/', 's.org'], ['https://s.org/a?utm_source=x#v1', 's.org/a#v1'], ['https://s.org/a?', 's.org/a']])('%s is known as %s', (url, key) => expect(urlKey(url)).toBe(key));

describe('which link is the item\'s', () => {
  const at = (path: string) => `https://s.org/${path}`;
  const link = (rel: string | undefined, path = rel ?? 'none', type?: string) => ({ rel, href: at(path), type });
  const id = { text: at('id'), permalink: true };
  it.each([
    ['the origin before all', [link('alternate'), link('origin')], [], 'origin'],
    ['a page', [link('alternate', 'json', 'application/json'), link('canonical'), link('alternate', 'html', 'text/html'), link('related')], [id], 'html'],
    ['the first of pages', [link('alternate', 'a'), link(undefined, 'b')], [id], 'a'],
    ['another type before an id', [link('alternate', 'json', 'application/json')], [id], 'json'],
    ['canonical before an id', [link('canonical')], [id], 'canonical'],
    ['an id before what is related', [link('related'), link('via'), link('shortlink')], [id], 'id'],
    ['what is related before nothing', [link('content'), link('via')], [], 'via'],
    ['its text elsewhere, at last', [link('content')], [], 'content'],
    ['an id before what leads elsewhere', [link('payment'), link('comments'), link('http://opds-spec.org/acquisition'), link('self')], [id], 'id'],
    ['nothing that leads elsewhere', ['payment', 'enclosure', 'self', 'edit', 'replies', 'hub', 'license', 'http://example.org/rel'].map((rel) => link(rel)), [], undefined],
    ['IANA\'s long names', [link('http://www.iana.org/assignments/relation/alternate', 'long')], [], 'long'],
    ['one of several relations', [link('nofollow alternate', 'two')], [], 'two'],
    ['an id that is no permalink: none', [], [{ ...id, permalink: false }], undefined],
    ['a number that says it is one: none', [], [{ text: '123', permalink: true, relativeTo: '' }], undefined],
    ['a path that says it is one', [], [{ text: '/123', permalink: true, relativeTo: '' }], '123'],
    ['a relative one with a base', [], [{ text: 'c', permalink: true, relativeTo: at('a/b') }], 'a/c'],
  ])('%s', (_, links, ids, path) => expect(itemUrl({ links, ids }, at(''))).toBe(path && at(path)));
});

describe('tracking parameters', () => {
  const tracking = ['utm_source', 'utm_id', 'UTM_Campaign', 'itm_source', 'at_medium', 'at_campaign', 'at_campaign_type', 'at_custom12', 'at_link_id', 'at_link_type', 'at_link_origin', 'at_ptr_name', 'at_bbc_team', 'at_format',
    'fbclid', 'fb_action_ids', 'fb_action_types', 'fb_ref', 'fb_source', 'fb_comment_id', 'gclid', 'gad_source', 'gad_campaignid', 'srsltid', 'msclkid', 'yclid', 'ysclid', 'mc_cid', 'mc_eid', '_hsenc', '__hssc', '__hstc', '__hsfp',
    'hsa_cam', 'hsCtaTracking', 'rb_clickid', 'sc_cid', '_bhlid', '_branch_match_id', '_branch_referrer', 'mtm_campaign', 'mtm_keyword', 'mtm_group', 'mtm_placement', 'pk_campaign', 'pk_kwd', 'pk_cid', 'matomo_campaign', 'piwik_campaign',
    '__twitter_impression', 'xtor', 'ns_mchannel'];
  it.each(tracking)('%s goes', (name) => {
    expect(withoutTracking(`https://s.org/a?${name}=x`)).toBe('https://s.org/a');
    expect(withoutTracking(`https://s.org/a?z=1&${name}=x&y`)).toBe('https://s.org/a?z=1&y');
    expect(withoutTracking(`https://s.org/a?${name}&z=1`)).toBe('https://s.org/a?z=1');
  });
  it.each(['ref', 'id', 'source', 's', 'p', 'at', 'at_x', 'utm', 'utmost_x', 'campaign', 'cid', 'mc', 'medium', 'v', 'from', 'src', 'sid', 'session', 'si', 'igshidx', 'xtor2', 'fb', 'fb_id', 'pk', 'pk_id', 'mtm', 'mtm_id', 'itm', 'itm_id', 'hsa', 'ns_id', 'x_utm_source'])('%s stays', (name) => {
    const url = `https://s.org/a?${name}=x&z=1#f`;
    expect(withoutTracking(url)).toBe(url);
  });
  it.each([
    ['https://s.org/a?b=%7e+x&&c=&d&utm_source=1&B=2#frag', 'https://s.org/a?b=%7e+x&&c=&d&B=2#frag'], ['https://s.org/a?', 'https://s.org/a?'], ['https://s.org/a?&&', 'https://s.org/a?&&'], ['https://s.org/a#', 'https://s.org/a#'],
    ['https://s.org/a?a=1&amp;utm_source=x', 'https://s.org/a?a=1'], ['https://s.org/a?utm_source=x&amp;b=1', 'https://s.org/a?b=1'], ['https://s.org/a?a=1&amp;b=2', 'https://s.org/a?a=1&amp;b=2'], ['https://s.org/a?a=1;utm_source=x', 'https://s.org/a?a=1'],
    ['https://s.org/a?a=1;b=2;utm_source=x;c=3', 'https://s.org/a?a=1;b=2;c=3'], ['https://s.org/a?utm_content=a;b&c=1', 'https://s.org/a?c=1'], ['https://s.org/a?q=x;y&utm_source=1', 'https://s.org/a?q=x;y'],
    ['https://s.org/a?u=https://b.org/?utm_source=x', 'https://s.org/a?u=https://b.org/?utm_source=x'], ['https://s.org/a?q=%26utm_source=x', 'https://s.org/a?q=%26utm_source=x'], ['https://s.org/#/x?utm_source=1', 'https://s.org/#/x?utm_source=1'],
    ['https://s.org/a?utm_source=x#utm_medium=y&z', 'https://s.org/a#z'], ['https://s.org/utm_source=x?a', 'https://s.org/utm_source=x?a'],
  ])('%s', (url, clean) => expect(withoutTracking(url)).toBe(clean));
});
