/** What a document is made of, text left out: to tell whether a hostile text has become more than text. */
import type { Tab } from './tab.ts';

export interface Anatomy {
  /** Such as `td`, `td[class]`, `td{color:red}`, `<!-- a comment -->`; numbers count as one and the same. */
  readonly kinds: readonly string[];
  /** How many there are of those that are there once or by the template alone. */
  readonly counts: Readonly<Record<string, number>>;
  readonly hrefs: readonly string[];
  /** Whether a script set `pwned`. */
  readonly pwned: boolean;
}

export const anatomyOf = (tab: Tab): Promise<Anatomy> => tab.ask<Anatomy>(anatomy);

const anatomy = `(() => {
  const kinds = new Set();
  const counts = {};
  for (const name of ['html', 'head', 'body', 'title', 'style', 'meta', 'link', 'base', 'script', 'form', 'input', 'button', 'h1']) counts[name] = document.getElementsByTagName(name).length;
  const plain = (text) => text.replace(/\\d+/g, '0').replace(/\\s+/g, ' ').trim();
  for (const one of document.querySelectorAll('*')) {
    kinds.add(one.localName);
    for (const { name, value } of one.attributes) {
      kinds.add(one.localName + '[' + name + ']');
      if (['style', 'class', 'http-equiv', 'rel', 'name', 'role'].includes(name)) kinds.add(one.localName + '[' + name + '=' + plain(value) + ']');
    }
    if (one.localName === 'style') kinds.add('style: ' + plain(one.textContent));
  }
  const comments = document.createNodeIterator(document, NodeFilter.SHOW_COMMENT);
  for (let one; (one = comments.nextNode()); ) kinds.add('<!--' + plain(one.data) + '-->');
  const hrefs = [...document.querySelectorAll('[href], [action], [formaction]')].flatMap((one) => ['href', 'action', 'formaction'].flatMap((name) => one.getAttribute(name) ?? []));
  return { kinds: [...kinds], counts, hrefs, pwned: typeof pwned !== 'undefined' };
})()`;
