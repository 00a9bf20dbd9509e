import { directionOf } from '../model/direction.ts';
import type { Issue, Rendered } from '../model/issue.ts';
import { fillTemplate } from '../template-runtime.ts';
import { textOf } from './text.ts';
import { type View, viewOf } from './view.ts';

/** A compiled template. */
export interface Template {
  /** Opaque: only Handlebars knows what is inside. */
  readonly spec: object;
  /** What it was compiled from: HTML with Handlebars tags. An issue keeps it, so that it can be rendered again after the template has changed. */
  readonly html: string;
}

/** The compiled templates, as `compileTemplates` writes them: for lines that run from left to right, and from right to left. */
export interface Templates {
  readonly digest: Readonly<Record<'ltr' | 'rtl', Template>>;
}

/** What the template is given: the view, and whether it is the mail or the page. */
export interface Page extends View {
  readonly mail: boolean;
  /** Blanks that keep the body out of the line which mail clients show behind the subject. */
  readonly preheaderPadding: readonly true[];
}

/** The template that an issue is rendered with. */
export const templateFor = ({ newsletter }: Issue, { digest }: Templates): Template => digest[directionOf(newsletter.locale)];

/**
 * The three renderings of an issue. Pure: the same issue and templates give the
 * same bytes. The mail's two parts hold the unsubscribe slot, the page holds none.
 */
export const render = (issue: Issue, templates: Templates): Rendered => renderWith(issue, templateFor(issue, templates));

/** The same with one template, such as the one that a past issue kept. */
export function renderWith(issue: Issue, given: Template): Rendered {
  return { html: renderMail(issue, given), text: textOf(viewOf(issue, 'mail')), page: fillTemplate(given.spec, pageOf(issue)) };
}

/** The HTML part of the mail alone. */
export const renderMail = (issue: Issue, given: Template): string => fillTemplate(given.spec, mailOf(issue));

const mailOf = (issue: Issue): Page => ({ ...viewOf(issue, 'mail'), mail: true, preheaderPadding: Array.from({ length: 40 }, () => true as const) });

/** What the template makes a web page of. */
export const pageOf = (issue: Issue): Page => ({ ...viewOf(issue, 'page'), mail: false, preheaderPadding: [], unsubscribeUrl: '', manageUrl: '' });
