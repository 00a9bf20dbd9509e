import type { TemplateDelegate } from 'handlebars';
import runtime from 'handlebars/runtime.js';

// The package types its runtime as an empty module (4.7); this is the one function we use of it.
const { template } = runtime as unknown as { template: (spec: object) => TemplateDelegate };

/** Fills a template that was compiled when the functions were built; `spec` is what Handlebars made of it. Throws at a name that the view does not have. */
export const fillTemplate = (spec: object, view: object): string => template(spec)(view);
