/** The pages that the subscribe function serves, and its letters. */
import { loadLetters } from '../../functions/digest/compile.ts';
import { directionOf } from '../../functions/model/direction.ts';
import type { PageBase } from '../../functions/subscribe/layout.tsx';
import { confirmedPage, confirmPage, expiredPage, joinPage, notSentPage, sentPage } from '../../functions/subscribe/join-pages.tsx';
import { type LetterKind, letterOf } from '../../functions/subscribe/letter.ts';
import { managePage, type ManageProps } from '../../functions/subscribe/manage-page.tsx';
import { archivePage, notFoundPage, unsubscribedPage, unsubscribePage } from '../../functions/subscribe/pages.tsx';
import { fillTemplate } from '../../functions/template-runtime.ts';
import { templatesDir } from '../digest/rendering.ts';
import { config } from '../fixtures.ts';
import { type IssueName, issues } from './issues.ts';
import type { Look } from './pages.ts';

const longAddress = `${'long.'.repeat(12)}name@mail.of.a.rather-long-host.example.org`;

function pagesOf(language: IssueName): Readonly<Record<string, string>> {
  const { newsletter: { name, locale }, subject, preheader, sections } = issues[language];
  const base: PageBase = { name, locale };
  const archiveUrl = '/issues';
  const manage: ManageProps = {
    ...base,
    address: longAddress,
    active: true,
    choice: { without: [sections[1]?.title ?? ''], every: 'week' },
    sections: sections.map(({ title }) => title),
    url: '/manage/ab/cd',
    unsubscribeUrl: '/unsubscribe/ab/cd',
    joinUrl: '/subscribe',
  };
  return {
    archive: archivePage({
      ...base,
      issues: ['2026-03-02', '2026-03-01', '2026-02-28'].map((date, n) => ({ date, subject, ...(n < 2 && { preheader }), url: `/issues/${date}` })),
      links: { canonical: '/issues', feed: '/feed.xml', newest: '/issues', newer: '/issues?before=2026-04-01', older: '/issues?before=2026-02-28' },
    }),
    'archive-without-links': archivePage({ ...base, issues: [{ date: '2026-03-02', subject, url: '/issues/2026-03-02' }] }),
    'archive-empty': archivePage({ ...base, issues: [] }),
    unsubscribe: unsubscribePage({ ...base, address: longAddress, action: '/unsubscribe/ab/cd' }),
    unsubscribed: unsubscribedPage(base),
    'not-found': notFoundPage(base),
    join: joinPage({ ...base, action: '/subscribe', archiveUrl }),
    'join-faulty': joinPage({ ...base, action: '/subscribe', archiveUrl, faulty: 'reader at example' }),
    sent: sentPage({ ...base, address: longAddress }),
    full: notSentPage({ ...base, why: 'full' }),
    failed: notSentPage({ ...base, why: 'failed' }),
    confirm: confirmPage({ ...base, address: longAddress, action: '/confirm/ab/cd', move: false }),
    'confirm-move': confirmPage({ ...base, address: longAddress, action: '/confirm/ab/cd', move: true }),
    confirmed: confirmedPage({ ...base, manage: '/manage/ab/cd', archiveUrl }),
    expired: expiredPage({ ...base, joinUrl: '/subscribe' }),
    manage: managePage(manage),
    'manage-saved-paused': managePage({ ...manage, choice: {}, pausedUntil: 'Monday 16 March', saved: true }),
    'manage-faulty': managePage({ ...manage, choice: { without: sections.map(({ title }) => title) }, fault: { of: 'sections' } }),
    'manage-faulty-address': managePage({ ...manage, fault: { of: 'address', given: 'nobody' } }),
    'manage-ended': managePage({ ...manage, active: false }),
  };
}

function looksOf(language: IssueName, ...only: readonly string[]): Look[] {
  const pages = Object.entries(pagesOf(language));
  return pages.filter(([page]) => only.length === 0 || only.includes(page)).map(([page, html]) => ({ name: `${page}-${language}`, kind: 'site', html }));
}

const inOthers = ['archive', 'unsubscribe', 'join', 'confirm', 'manage'];
export const siteLooks: readonly Look[] = [...looksOf('english'), ...looksOf('arabic', ...inOthers), ...looksOf('hostile', ...inOthers)];

const letters = await loadLetters(templatesDir);

function letterLook(kind: LetterKind, language: IssueName): Look {
  const { name, locale, timezone, masthead } = issues[language].newsletter;
  const of = { ...config, name, locale, timezone, look: { ...config.look, ...masthead } };
  const letter = letterOf(kind, of, { url: `https://news.example.com/confirm/${'0'.repeat(32)}/${'x'.repeat(22)}`, until: new Date('2026-03-09T07:00:00Z') });
  return { name: `letter-${kind}-${language}`, kind: 'letter', html: fillTemplate(letters[directionOf(locale)].spec, letter) };
}

export const letterLooks: readonly Look[] = [letterLook('join', 'english'), letterLook('move', 'english'), letterLook('join', 'arabic'), letterLook('join', 'hostile')];
