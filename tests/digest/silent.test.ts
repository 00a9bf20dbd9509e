import { beforeAll, describe, expect, it } from 'vitest';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { draft } from '../../functions/digest/draft.ts';
import { metricsOf, publish } from '../../functions/digest/publish.ts';
import { render, type Templates } from '../../functions/digest/render.ts';
import { polledFeeds } from '../../functions/digest/silent.ts';
import { feedKey } from '../../functions/keys.ts';
import { type FeedState, feedsOf } from '../../functions/model/feed.ts';
import { configWith, issueOf, now, temporaryStack } from '../fixtures.ts';
import { templatesDir } from './rendering.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(templatesDir);
});

const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const state = (more: Partial<FeedState>): FeedState =>
  ({ version: 1, nonce: 'n', url: '', validators: {}, nextPoll: ago(0), failures: 0, seen: {}, ...more });

describe('feeds that have failed for days', () => {
  it('are in the issue, since their last answer, and those that are well are not', async () => {
    const stack = await temporaryStack();
    const config = configWith({ World: ['well', 'dead', 'lately', 'never', 'gone', 'broken', 'unknown'].map((name) => ({ url: `https://${name}.example.org/feed`, name })) });
    const states: Record<string, FeedState> = {
      well: state({ lastSuccess: ago(40) }),
      dead: state({ failures: 90, failingSince: ago(4.5), lastSuccess: ago(5) }),
      lately: state({ failures: 3, failingSince: ago(1), lastSuccess: ago(2) }),
      never: state({ failures: 200, failingSince: ago(20) }),
      gone: state({ failures: 1, retired: ago(9), failingSince: ago(9), lastSuccess: ago(10) }),
    };
    for (const { id, name } of feedsOf(config)) {
      const body = name === 'broken' ? '{"version":' : states[name] && JSON.stringify(states[name]);
      if (body) await stack.store.create(feedKey(id), body);
    }
    const issue = await draft(stack.store, config, await polledFeeds(stack.store, config), { now, baseUrl: 'https://news.example.com', nonce: 'n' });
    expect(issue.silent).toEqual([{ name: 'dead', since: ago(5) }, { name: 'never', since: ago(20) }, { name: 'gone', since: ago(10) }]);
  });

  it('are told to the operator by name and number, as are those that are gone, or answer and have had nothing new for weeks', async () => {
    const stack = await temporaryStack();
    const config = configWith({ World: ['well', 'dead', 'lately', 'gone', 'quiet', 'calm', 'new'].map((name) => ({ url: `https://${name}.example.org/feed`, name })) }, { watch: { quietAfterDays: 14 } });
    const states: Record<string, FeedState> = {
      well: state({ lastSuccess: ago(0), lastFresh: ago(1) }),
      dead: state({ failures: 90, failingSince: ago(4.5), lastFresh: ago(5) }),
      lately: state({ failures: 3, failingSince: ago(1), lastFresh: ago(60) }),
      gone: state({ failures: 1, retired: ago(0.1), failingSince: ago(0.1) }),
      quiet: state({ lastSuccess: ago(0), lastFresh: ago(14) }),
      calm: state({ lastSuccess: ago(0), lastFresh: ago(13.9) }),
      new: state({ lastSuccess: ago(0) }),
    };
    for (const { id, name } of feedsOf(config)) await stack.store.create(feedKey(id), JSON.stringify(states[name]));
    const lines: [string, object | undefined][] = [];
    const report = await publish({ ...stack, log: (event, facts) => lines.push([event, facts]) }, config, templates, { now, baseUrl: 'https://news.example.com', nonce: 'n' });
    expect(report.silent).toEqual(['dead', 'gone', 'quiet']);
    expect(lines).toContainEqual(['digest', expect.objectContaining({ silent: ['dead', 'gone', 'quiet'] })]);
    expect(metricsOf(report)).toEqual({ Stories: 0, SilentFeeds: 3 });
  });

  it.each([
    ['en-GB', '2026-02-24T09:00:00Z', 'BBC World has been silent since Tuesday.'],
    ['en-GB', '2026-02-14T09:00:00Z', 'BBC World has been silent since 14 February.'],
    ['en-US', '2024-02-14T09:00:00Z', 'BBC World has been silent since February 14, 2024.'],
    ['de', '2026-02-24T09:00:00Z', 'BBC World schweigt seit Dienstag.'],
    ['de', '2026-02-14T09:00:00Z', 'BBC World schweigt seit dem 14. Februar.'],
    ['fr', '2026-02-24T09:00:00Z', 'BBC World ne donne plus de nouvelles depuis mardi.'],
    ['fr', '2026-02-14T09:00:00Z', 'BBC World ne donne plus de nouvelles depuis le 14 février.'],
    ['es', '2026-02-24T09:00:00Z', 'BBC World no da noticias desde el martes.'],
  ])('are told to the readers, in %s, of %s', (locale, since, said) => {
    const issue = issueOf('2026-03-02', { silent: [{ name: 'BBC World', since }] });
    const { html, text, page } = render({ ...issue, newsletter: { ...issue.newsletter, locale } }, templates);
    expect(html).toContain(said);
    expect(page).toContain(said);
    expect(text).toContain(`\n${said}\n`);
  });

  it('are five at most, and escaped', () => {
    const silent = Array.from({ length: 8 }, (_, n) => ({ name: `<b>Feed ${n}\r\n</b>`, since: '2026-02-24T09:00:00Z' }));
    const { html, text } = render(issueOf('2026-03-02', { silent }), templates);
    expect(text.match(/has been silent/g)).toHaveLength(5);
    expect(text).toContain('\n+ 3\n');
    expect(html).toContain('&lt;b&gt;Feed 0 &lt;/b&gt; has been silent since Tuesday.');
  });
});
