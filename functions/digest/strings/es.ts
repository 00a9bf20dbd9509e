import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

export const es = (counted: Counted): Strings => ({
  stories: counted({ one: '# noticia', other: '# noticias' }),
  minutes: counted({ other: '# min de lectura' }),
  alsoIn: 'También en:',
  overview: 'En esta edición',
  alsoFrom: (feed) => `Además, de ${feed}:`,
  moreOnWeb: counted({ one: '# noticia más en la web', other: '# noticias más en la web' }),
  late: 'Llegó con retraso',
  empty: 'Nada nuevo desde la última edición. Disfrute de la calma.',
  belated: 'Hoy, más tarde de lo habitual. Perdón por la espera.',
  silent: (feed, when) => `${feed} no da noticias desde el ${when}.`,
  why: (name) => `Recibe este correo porque se suscribió a ${name}.`,
  readOnWeb: 'Leer en la web',
  manage: 'Su suscripción',
  unsubscribe: 'Darse de baja',
  archive: 'Todas las ediciones',
  feed: 'Canal RSS',
});
