/** The element names of HTML, by what they mean for the text around them. */

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** They stand within a line of text: nothing comes between it and its neighbours. */
export const inlineNames = names(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span strike strong sub sup time tt u var wbr',
);

/** What they hold is not text to read. Script and style are known to the tokenizer, the others to nobody. */
export const hiddenNames = names('script style noscript iframe template svg math object video audio select textarea button figcaption title head');

export const voidNames = names('area base br col embed hr img input link meta param source track wbr');

const blockNames = names(
  'address article aside blockquote body caption center dd details dir div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header html legend li main menu nav ol option optgroup p picture pre ruby rp rt section summary table tbody td tfoot th thead tr ul canvas dialog hgroup map output progress meter',
);

/** Whether HTML has an element of that name (lower-case). */
export const isHtmlName = (name: string): boolean =>
  inlineNames.has(name) || hiddenNames.has(name) || voidNames.has(name) || blockNames.has(name);
