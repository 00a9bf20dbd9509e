import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

// A colon stands after a no-break space: it must not begin a line.
export const fr = (counted: Counted): Strings => ({
  stories: counted({ one: '# article', other: '# articles' }),
  minutes: counted({ other: '# min de lecture' }),
  alsoIn: 'Aussi dans\u00A0:',
  overview: 'Dans ce numéro',
  alsoFrom: (feed) => `À lire aussi sur ${feed}\u00A0:`,
  moreOnWeb: counted({ one: '# autre article sur le web', other: '# autres articles sur le web' }),
  late: 'Arrivé en retard',
  empty: 'Rien de nouveau depuis le dernier numéro. Profitez du calme.',
  belated: 'Plus tard que d’habitude aujourd’hui. Toutes nos excuses pour l’attente.',
  silent: (feed, when, isWeekday) => `${feed} ne donne plus de nouvelles depuis ${isWeekday ? '' : 'le '}${when}.`,
  why: (name) => `Vous recevez cet e-mail parce que votre adresse est abonnée à ${name}.`,
  readOnWeb: 'Lire sur le web',
  manage: 'Votre abonnement',
  unsubscribe: 'Se désabonner',
  archive: 'Tous les numéros',
  feed: 'Flux RSS',
});
