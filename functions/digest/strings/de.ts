import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

export const de = (counted: Counted): Strings => ({
  stories: counted({ one: '# Meldung', other: '# Meldungen' }),
  minutes: counted({ other: '# Min. Lesezeit' }),
  alsoIn: 'Auch bei:',
  overview: 'In dieser Ausgabe',
  alsoFrom: (feed) => `Außerdem von ${feed}:`,
  moreOnWeb: counted({ one: '# weitere Meldung im Web', other: '# weitere Meldungen im Web' }),
  late: 'Nachzügler',
  empty: 'Seit der letzten Ausgabe gibt es nichts Neues. Genießen Sie die Ruhe.',
  belated: 'Heute später als sonst. Bitte entschuldigen Sie die Verspätung.',
  silent: (feed, when, isWeekday) => `${feed} schweigt seit ${isWeekday ? '' : 'dem '}${when}.`,
  why: (name) => `Sie erhalten diese E-Mail, weil Sie ${name} abonniert haben.`,
  readOnWeb: 'Im Browser lesen',
  manage: 'Ihr Abonnement',
  unsubscribe: 'Abbestellen',
  archive: 'Alle Ausgaben',
  feed: 'RSS-Feed',
});
