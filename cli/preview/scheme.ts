/** A document as it looks in one colour scheme, whatever the browser's own is. */
export type Scheme = 'light' | 'dark';

// Within styles, and in the media of an element: text of the document is not touched.
const styled = /<style\b[\s\S]*?<\/style>|\smedia="[^"]*"/gi;
const wanted = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;

/** What it asks of the reader's scheme is answered beforehand. */
export const inScheme = (html: string, scheme: Scheme): string =>
  html
    // A width that every window has, or none: it can stand wherever the question stood, also among others.
    .replace(styled, (styles) => styles.replace(wanted, (_, asked: string) => (asked.toLowerCase() === scheme ? '(min-width: 0)' : '(min-width: 999999px)')))
    // Last, so that it wins: what the document leaves to the browser, such as the canvas, is in the scheme too.
    .replace('</head>', `<style>:root { color-scheme: ${scheme} }</style></head>`);
