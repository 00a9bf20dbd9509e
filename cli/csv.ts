/** CSV (RFC 4180) that a spreadsheet shows as it is meant. */
import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet takes for the start of a formula; the wide forms too, as Numbers does. The marks before it are those of `asText`. */
const formula = /^'*[=+@\t\r\uFF0B\uFF0D\uFF1D\uFF20-]/;

/** Lines of CSV, a line for each of the rows; none for none. */
export const csvLines = (rows: readonly (readonly string[])[]): string => stringify(rows.map((row) => row.map(asText)), { record_delimiter: 'windows' });

/** The text so that no spreadsheet takes it for a formula. `fromText` gives back what it was, whatever it was. */
export const asText = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The text that `asText` was given. */
export const fromText = (cell: string): string => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell);
