import type { Context } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { maxLength } from '../../functions/config-fields.ts';
import { plainText } from '../../functions/model/text.ts';

/** What the feeds commands work with. They need no data folder, and make none. */
export type FeedsContext = Pick<Context, 'options' | 'out'>;

/** Text of the command line for the file; `right` says what belongs there. */
export function cleaned(text: string, option: string, right: string): string {
  const plain = plainText(text);
  if (plain === '' || plain.length > maxLength) throw new OperatorError(`${option} ${plain === '' ? 'is empty' : `is longer than ${maxLength} characters`}; write ${right}`, 2);
  return plain;
}
