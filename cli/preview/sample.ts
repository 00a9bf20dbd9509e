import type { Config } from '../../functions/config.ts';
import { headlinesOf } from '../../functions/digest/headlines.ts';
import { sampleIssue } from '../../functions/digest/sample-issue.ts';
import type { Issue } from '../../functions/model/issue.ts';

/**
 * The sample issue in the newsletter's own name, language, timezone, look and
 * subject. Its day stays the sample's own: its stories are dated by it.
 */
export function sampleFor(config: Config, baseUrl: string): Issue {
  const { palettes: _, ...masthead } = config.look;
  const { name, locale, timezone, postalAddress } = config;
  const { sections, lead = 0, date } = sampleIssue;
  return {
    ...sampleIssue,
    newsletter: { name, locale, timezone, postalAddress, baseUrl, masthead },
    ...headlinesOf(config, { sections, lead }, date),
  };
}
