/** What the columns of a file are, by its first row. Pure. */
import { type Service, type ServiceName, serviceNames, services } from './services.ts';

export interface Layout {
  readonly service: Service;
  /** Where the columns are, by their names as `columnName` has them. */
  readonly columns: ReadonlyMap<string, number>;
  /** Where the address is. */
  readonly address: number;
  /** Whether the first row names the columns, and is no subscriber. */
  readonly hasHeader: boolean;
}

/** `E-Mail Address` is `e_mail_address`. */
export const columnName = (header: string): string =>
  header.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');

/** Names of a column of addresses, the surest first; `address` may be that of a house. */
const addressNames = ['email', 'email_address', 'e_mail', 'e_mail_address', 'emailaddress', 'mail', 'e_mail_adresse', 'email_adresse', 'subscriber_email', 'contact_email'];

/** How a file that begins with those rows is read, as an export of `from` if that is given; undefined where no column holds addresses. */
export function layoutOf(rows: readonly (readonly string[])[], from?: ServiceName): Layout | undefined {
  const [first = []] = rows;
  // Without names of columns only addresses can be told; a service's files have names.
  if (first.some(hasAt)) return from === undefined || from === 'plain' ? bareLayout(rows) : undefined;
  const names = first.map(columnName);
  // Of two columns of a name the first counts.
  const columns = new Map(names.map((name, index) => [name, index] as const).reverse());
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => columns.has(name));
  const service: Service = services[from ?? serviceNames.find((name) => services[name].detects(has))!];
  const address = namedColumn(names, columns, service.address ?? []) ?? columnOfAddresses(rows.slice(1));
  return address === undefined ? undefined : { service, columns, address, hasHeader: true };
}

function bareLayout(rows: readonly (readonly string[])[]): Layout | undefined {
  const address = columnOfAddresses(rows);
  return address === undefined ? undefined : { service: services.plain, columns: new Map(), address, hasHeader: false };
}

/** By its name. */
function namedColumn(names: readonly string[], columns: ReadonlyMap<string, number>, own: readonly string[]): number | undefined {
  const sure = [...own, ...addressNames].map((name) => columns.get(name)).find((index) => index !== undefined);
  if (sure !== undefined) return sure;
  const like = names.flatMap((name, index) => (/(^|_)e_?mail(_|$)/.test(name) ? [index] : []));
  if (like.length > 0) return like.length === 1 ? like[0] : undefined;
  return columns.get('address');
}

/** By what is in it: the only one with an @, of a name in another language, or of none. */
function columnOfAddresses(rows: readonly (readonly string[])[]): number | undefined {
  const found = new Set(rows.flatMap((cells) => cells.flatMap((cell, index) => (hasAt(cell) ? [index] : []))));
  return found.size === 1 ? [...found][0] : undefined;
}

const hasAt = (cell: string): boolean => cell.includes('@');
