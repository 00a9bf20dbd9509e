import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config.ts';
import { directionOf } from '../model/direction.ts';
import type { Letter, LetterTemplates } from '../model/letter.ts';
import { plainText } from '../model/text.ts';
import type { Mail } from '../ports.ts';
import { fillTemplate } from '../template-runtime.ts';
import { wordsFor } from './words.ts';

export type LetterKind = 'join' | 'move';

/** What a letter needs of the configuration. */
export type LetterConfig = Pick<Config, 'name' | 'locale' | 'timezone' | 'postalAddress' | 'from' | 'look'> & { readonly replyTo?: Config['replyTo'] };

/** What a letter shows. `until`: when its link ends to work. */
export function letterOf(kind: LetterKind, config: LetterConfig, link: { readonly url: string; readonly until: Date }): Letter {
  const { locale, timezone, look, postalAddress } = config;
  const { letters } = wordsFor(locale);
  const words = letters[kind];
  const name = plainText(config.name);
  const day = (date: Date) => new Intl.DateTimeFormat(locale, { timeZone: timezone, weekday: 'long', day: 'numeric', month: 'long' }).format(date);
  return {
    lang: new Intl.Locale(locale).toString(),
    name,
    logo: look.logo,
    subject: words.subject(name),
    preheader: words.preheader,
    heading: words.heading,
    paragraphs: [words.text(name), letters.until(day(link.until))],
    button: words.button,
    url: link.url,
    orCopy: letters.orCopy,
    why: words.why,
    postalAddress: plainText(postalAddress),
  };
}

/** The letter as a mail. Marked as sent by a program, so that no program answers it (RFC 3834 section 5). */
export async function letterMail(templates: LetterTemplates, config: LetterConfig, letter: Letter, { to, at }: { readonly to: string; readonly at: Date }): Promise<Mail> {
  const { spec } = templates[directionOf(config.locale)];
  const { heading, paragraphs, button, url, why, postalAddress, name } = letter;
  const message = await new MailComposer({
    from: config.from,
    ...(config.replyTo && { replyTo: config.replyTo }),
    to: { name: '', address: to },
    subject: letter.subject,
    date: at,
    text: `${[heading, ...paragraphs, `${button}:\n${url}`, why, `-- \n${name}\n${postalAddress}`].join('\n\n')}\n`,
    html: fillTemplate(spec, letter),
    textEncoding: 'quoted-printable',
    headers: { 'Auto-Submitted': 'auto-generated' },
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { from: config.from.address, to, pieces: [message] };
}
