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
  readonly olderIssues: string;
  readonly newerIssues: string;
  readonly newestIssues: string;
  readonly feed: string;
  /** What feed readers show below the newsletter's name. */
  readonly feedDescription: (name: string) => string;
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
  olderIssues: 'Older issues',
  newerIssues: 'Newer issues',
  newestIssues: 'Newest issues',
  feed: 'RSS feed',
  feedDescription: (name) => `Every issue of ${name} as it comes out.`,
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
  olderIssues: 'Ältere Ausgaben',
  newerIssues: 'Neuere Ausgaben',
  newestIssues: 'Neueste Ausgaben',
  feed: 'RSS-Feed',
  feedDescription: (name) => `Alle Ausgaben von ${name}, sobald sie erscheinen.`,
};

const fr: Words = {
  unsubscribeTitle: (name) => `Se désabonner de ${name}\u00A0?`,
  unsubscribeAsk: ['', ' ne recevra plus aucun numéro. Si vous préférez rester, fermez simplement cette page.'],
  unsubscribeButton: 'Se désabonner',
  unsubscribedTitle: 'Votre désabonnement est confirmé',
  unsubscribedText: (name) => `Vous ne recevrez plus ${name}. Merci de nous avoir lus.`,
  notFoundTitle: 'Il n’y a rien ici',
  notFoundText: 'Le lien est peut-être coupé, ou sa cible n’existe plus. Copiez-le en entier depuis l’e-mail.',
  archiveTitle: 'Tous les numéros',
  archiveEmpty: 'Aucun numéro n’est encore paru.',
  olderIssues: 'Numéros précédents',
  newerIssues: 'Numéros suivants',
  newestIssues: 'Derniers numéros',
  feed: 'Flux RSS',
  feedDescription: (name) => `Tous les numéros de ${name}, dès leur parution.`,
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
  olderIssues: 'Ediciones anteriores',
  newerIssues: 'Ediciones posteriores',
  newestIssues: 'Últimas ediciones',
  feed: 'Canal RSS',
  feedDescription: (name) => `Todas las ediciones de ${name} en cuanto salen.`,
};

const ru: Words = {
  unsubscribeTitle: (name) => `Отписаться от рассылки «${name}»?`,
  unsubscribeAsk: ['На адрес ', ' больше не будут приходить выпуски. Если хотите остаться, просто закройте эту страницу.'],
  unsubscribeButton: 'Отписаться',
  unsubscribedTitle: 'Вы отписались',
  unsubscribedText: (name) => `Выпуски рассылки «${name}» больше не будут приходить. Спасибо, что читали нас.`,
  notFoundTitle: 'Здесь ничего нет',
  notFoundText: 'Возможно, ссылка обрезана или страницы больше нет. Попробуйте скопировать ссылку из письма целиком.',
  archiveTitle: 'Все выпуски',
  archiveEmpty: 'Ещё не вышло ни одного выпуска.',
  olderIssues: 'Более ранние выпуски',
  newerIssues: 'Более поздние выпуски',
  newestIssues: 'Последние выпуски',
  feed: 'RSS-лента',
  feedDescription: (name) => `Все выпуски рассылки «${name}» по мере выхода.`,
};

const ar: Words = {
  unsubscribeTitle: (name) => `إلغاء الاشتراك في ${name}؟`,
  unsubscribeAsk: ['لن تصل أعداد أخرى إلى ', '. وللبقاء في القائمة يكفي إغلاق هذه الصفحة.'],
  unsubscribeButton: 'إلغاء الاشتراك',
  unsubscribedTitle: 'تم إلغاء الاشتراك',
  unsubscribedText: (name) => `لن تصلك أعداد أخرى من ${name}. شكرًا على المتابعة.`,
  notFoundTitle: 'لا يوجد شيء هنا',
  notFoundText: 'ربما كان الرابط ناقصًا، أو لم تعد الصفحة موجودة. جرّب نسخ الرابط كاملًا من الرسالة.',
  archiveTitle: 'جميع الأعداد',
  archiveEmpty: 'لم يصدر أي عدد بعد.',
  olderIssues: 'أعداد أقدم',
  newerIssues: 'أعداد أحدث',
  newestIssues: 'آخر الأعداد',
  feed: 'خلاصة RSS',
  feedDescription: (name) => `جميع أعداد ${name} فور صدورها.`,
};

const ja: Words = {
  unsubscribeTitle: (name) => `「${name}」の配信を停止しますか？`,
  unsubscribeAsk: ['', ' への配信を停止します。このまま購読を続ける場合は、このページを閉じてください。'],
  unsubscribeButton: '配信を停止する',
  unsubscribedTitle: '配信を停止しました',
  unsubscribedText: (name) => `今後、「${name}」は届きません。ご購読ありがとうございました。`,
  notFoundTitle: 'ページが見つかりません',
  notFoundText: 'リンクが途中で切れているか、ページがなくなった可能性があります。メールのリンク全体をコピーしてお試しください。',
  archiveTitle: 'バックナンバー',
  archiveEmpty: 'まだ発行された号はありません。',
  olderIssues: '以前の号',
  newerIssues: '以降の号',
  newestIssues: '最新の号',
  feed: 'RSSフィード',
  feedDescription: (name) => `「${name}」の最新号をお届けします。`,
};

const byLanguage: Readonly<Record<string, Words>> = { ar, de, en, es, fr, ja, ru };

/** The words for a BCP 47 tag, by its language alone. */
export function wordsFor(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0]!;
  return Object.hasOwn(byLanguage, language) ? byLanguage[language]! : en;
}
