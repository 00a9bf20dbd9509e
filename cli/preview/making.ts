import { loadTemplates } from '../../functions/digest/compile.ts';
import type { Templates } from '../../functions/digest/render.ts';
import { TemplateError } from '../../functions/digest/template-error.ts';
import { configOf, type Context } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { pastEdition, type PastEdition } from './again.ts';
import { type Edition, editionOfTheDay, sampleEdition } from './edition.ts';

/** Which issue to show: that of the day if nothing is said. */
export interface Wanted {
  readonly date?: string;
  readonly sample?: boolean;
}

/**
 * Makes the edition from newsletter.yaml and the templates as they are on disk
 * now. What the operator can mend is an OperatorError.
 */
export async function makeEdition(context: Pick<Context, 'options' | 'stack' | 'baseUrl'>, templatesDir: string, { date, sample }: Wanted): Promise<Edition | PastEdition> {
  try {
    // Read only where it is needed: a past issue has all in itself.
    if (date !== undefined) return await pastEdition(context.stack.store, date, () => templatesOf(context, templatesDir));
    const config = configOf(context);
    const templates = await loadTemplates(templatesDir, config.look.palettes);
    return sample ? sampleEdition(context, config, templates) : await editionOfTheDay(context, config, templates);
  } catch (error) {
    if (error instanceof TemplateError) throw new OperatorError(error.message);
    throw error;
  }
}

const templatesOf = (context: Pick<Context, 'options'>, dir: string): Promise<Templates> => loadTemplates(dir, configOf(context).look.palettes);
