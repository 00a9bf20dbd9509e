/** The words of the interface, by language. A language that is not here reads English. */
export interface Strings {
  readonly stories: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly alsoIn: string;
  /** The body of an issue that has no stories. */
  readonly empty: string;
  /** A feed has failed for days; `when` is a weekday of the last week, or a date. */
  readonly silent: (feed: string, when: string, isWeekday: boolean) => string;
  readonly why: (name: string) => string;
  readonly readOnWeb: string;
  readonly unsubscribe: string;
  readonly archive: string;
}

const en: Strings = {
  stories: (count) => (count === 1 ? '1 story' : `${count} stories`),
  minutes: (count) => `${count} min read`,
  alsoIn: 'Also in:',
  empty: 'Nothing new since the last issue. Enjoy the quiet.',
  silent: (feed, when) => `${feed} has been silent since ${when}.`,
  why: (name) => `You get this mail because you subscribed to ${name}.`,
  readOnWeb: 'Read on the web',
  unsubscribe: 'Unsubscribe',
  archive: 'All issues',
};

const de: Strings = {
  stories: (count) => (count === 1 ? '1 Meldung' : `${count} Meldungen`),
  minutes: (count) => `${count} Min. Lesezeit`,
  alsoIn: 'Auch bei:',
  empty: 'Seit der letzten Ausgabe gibt es nichts Neues. Genießen Sie die Ruhe.',
  silent: (feed, when, isWeekday) => `${feed} schweigt seit ${isWeekday ? '' : 'dem '}${when}.`,
  why: (name) => `Sie erhalten diese E-Mail, weil Sie ${name} abonniert haben.`,
  readOnWeb: 'Im Browser lesen',
  unsubscribe: 'Abbestellen',
  archive: 'Alle Ausgaben',
};

const fr: Strings = {
  // French counts 0 as singular.
  stories: (count) => (count < 2 ? `${count} article` : `${count} articles`),
  minutes: (count) => `${count} min de lecture`,
  alsoIn: 'Aussi dans :',
  empty: 'Rien de nouveau depuis le dernier numéro. Profitez du calme.',
  silent: (feed, when, isWeekday) => `${feed} ne donne plus de nouvelles depuis ${isWeekday ? '' : 'le '}${when}.`,
  why: (name) => `Vous recevez cet e-mail parce que vous êtes abonné à ${name}.`,
  readOnWeb: 'Lire sur le web',
  unsubscribe: 'Se désabonner',
  archive: 'Tous les numéros',
};

const es: Strings = {
  stories: (count) => (count === 1 ? '1 noticia' : `${count} noticias`),
  minutes: (count) => `${count} min de lectura`,
  alsoIn: 'También en:',
  empty: 'Nada nuevo desde la última edición. Disfrute de la calma.',
  silent: (feed, when) => `${feed} no da noticias desde el ${when}.`,
  why: (name) => `Recibe este correo porque está suscrito a ${name}.`,
  readOnWeb: 'Leer en la web',
  unsubscribe: 'Darse de baja',
  archive: 'Todas las ediciones',
};

const byLanguage: Readonly<Record<string, Strings>> = { en, de, fr, es };

/** The strings for a BCP 47 tag, by its language alone. */
export function stringsFor(locale: string): Strings {
  const language = locale.toLowerCase().split('-')[0]!;
  return Object.hasOwn(byLanguage, language) ? byLanguage[language]! : en;
}

