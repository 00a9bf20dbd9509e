/** A mail to one reader that is no issue, such as the one that asks for a confirmation. */
import type { Logo } from './look.ts';

/** All that its template shows; every key is always there. */
export interface Letter {
  readonly lang: string;
  /** Of the newsletter. */
  readonly name: string;
  readonly logo: Logo | undefined;
  readonly subject: string;
  readonly preheader: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly button: string;
  readonly url: string;
  /** Leads the link as text, for who can't press the button. */
  readonly orCopy: string;
  /** Why they got it, and what to do if they did not want it. */
  readonly why: string;
  readonly postalAddress: string;
}

/** The compiled template of letters, opaque, for lines that run from left to right, and from right to left. */
export type LetterTemplates = Readonly<Record<'ltr' | 'rtl', { readonly spec: object }>>;

/** A letter with one of everything: what the template is checked against. */
export const sampleLetter: Letter = {
  lang: 'en',
  name: 'The Morning Brief',
  logo: { url: 'https://pictures.example/logo.png', width: 160, height: 48 },
  subject: 'Confirm your subscription',
  preheader: 'One click and you are in.',
  heading: 'One click to go',
  paragraphs: ['Somebody, hopefully you, asked for it.'],
  button: 'Confirm',
  url: 'https://news.example.com/confirm/0/0',
  orCopy: 'Or copy this link:',
  why: 'If it was not you, do nothing.',
  postalAddress: '1 Example Road, London',
};
