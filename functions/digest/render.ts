import type { TemplateDelegate } from 'handlebars';
import runtime from 'handlebars/runtime.js';
import type { Issue, Rendered } from '../model/issue.ts';
import { textOf } from './text.ts';
import { viewOf, type View } from './view.ts';

/** The compiled templates, as `compileTemplates` writes them. Opaque: only Handlebars knows what is inside. */
export interface Templates {
  readonly digest: object;
}

/** What the template is given: the view, and whether it is the mail or the page. */
interface Page extends Omit<View, 'unsubscribeUrl'> {
  readonly mail: boolean;
  /** Blanks that keep the body out of the line which mail clients show behind the subject. */
  readonly preheaderPadding: readonly true[];
  readonly unsubscribeUrl: string;
}

// The package types its runtime as an empty module (4.7); this is the one function we use of it.
const { template } = runtime as unknown as { template: (spec: object) => TemplateDelegate<Page> };

/**
 * The three renderings of an issue. Pure: the same issue and templates give the
 * same bytes. The mail's two parts hold the unsubscribe slot, the page holds none.
 */
export function render(issue: Issue, templates: Templates): Rendered {
  const view = viewOf(issue);
  const digest = template(templates.digest);
  return {
    html: digest({ ...view, mail: true, preheaderPadding: Array.from({ length: 40 }, () => true as const) }),
    text: textOf(view),
    page: digest({ ...view, mail: false, preheaderPadding: [], unsubscribeUrl: '' }),
  };
}
