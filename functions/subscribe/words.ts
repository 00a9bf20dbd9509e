/** The words of the pages, by language. A language that is not here reads English. */
export interface Words {
  readonly unsubscribeTitle: (name: string) => string;
  /** Split round the address, which is set in bold. */
  readonly unsubscribeAsk: readonly [before: string, after: string];
  readonly unsubscribeButton: string;
  readonly unsubscribedTitle: string;
  readonly unsubscribedText: (name: string) => string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
  readonly archiveTitle: string;
  readonly archiveEmpty: string;
}

const en: Words = {
  unsubscribeTitle: (name) => `Unsubscribe from ${name}?`,
  unsubscribeAsk: ['', ' will get no more issues. You can close this page if you would rather stay.'],
  unsubscribeButton: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText: (name) => `You will get no more issues of ${name}. Thank you for reading.`,
  notFoundTitle: 'There is nothing here',
  notFoundText: 'The link may be cut short, or what it led to is gone. Try to copy it in full from the mail.',
  archiveTitle: 'All issues',
  archiveEmpty: 'No issue has come out yet.',
};

const de: Words = {
  unsubscribeTitle: (name) => `${name} abbestellen?`,
  unsubscribeAsk: ['', ' erhält dann keine Ausgaben mehr. Wenn Sie lieber bleiben möchten, schließen Sie einfach diese Seite.'],
  unsubscribeButton: 'Abbestellen',
  unsubscribedTitle: 'Sie sind abgemeldet',
  unsubscribedText: (name) => `Sie erhalten keine Ausgaben von ${name} mehr. Danke fürs Lesen.`,
  notFoundTitle: 'Hier ist nichts',
  notFoundText: 'Vielleicht ist der Link abgeschnitten, oder das Ziel gibt es nicht mehr. Kopieren Sie ihn vollständig aus der E-Mail.',
  archiveTitle: 'Alle Ausgaben',
  archiveEmpty: 'Es ist noch keine Ausgabe erschienen.',
};

const fr: Words = {
  unsubscribeTitle: (name) => `Se désabonner de ${name} ?`,
  unsubscribeAsk: ['', ' ne recevra plus aucun numéro. Si vous préférez rester, fermez simplement cette page.'],
  unsubscribeButton: 'Se désabonner',
  unsubscribedTitle: 'Vous êtes désabonné',
  unsubscribedText: (name) => `Vous ne recevrez plus ${name}. Merci de nous avoir lus.`,
  notFoundTitle: 'Il n’y a rien ici',
  notFoundText: 'Le lien est peut-être coupé, ou sa cible n’existe plus. Copiez-le en entier depuis l’e-mail.',
  archiveTitle: 'Tous les numéros',
  archiveEmpty: 'Aucun numéro n’est encore paru.',
};

const es: Words = {
  unsubscribeTitle: (name) => `¿Darse de baja de ${name}?`,
  unsubscribeAsk: ['', ' no recibirá más ediciones. Si prefiere quedarse, basta con cerrar esta página.'],
  unsubscribeButton: 'Darse de baja',
  unsubscribedTitle: 'Se ha dado de baja',
  unsubscribedText: (name) => `No recibirá más ediciones de ${name}. Gracias por leernos.`,
  notFoundTitle: 'Aquí no hay nada',
  notFoundText: 'Puede que el enlace esté cortado o que su destino ya no exista. Cópielo entero del correo.',
  archiveTitle: 'Todas las ediciones',
  archiveEmpty: 'Todavía no ha salido ninguna edición.',
};

const byLanguage: Readonly<Record<string, Words>> = { en, de, fr, es };

/** The words for a BCP 47 tag, by its language alone. */
export function wordsFor(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0]!;
  return Object.hasOwn(byLanguage, language) ? byLanguage[language]! : en;
}
