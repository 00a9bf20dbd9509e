/** Tracking parameters of URLs: those that say how a reader came, and never which page it is. */
const names = [
  'utm_\\w+', 'itm_(?:source|medium|campaign|content|term|channel|audience)',
  'at_(?:medium|campaign|campaign_type|custom\\d+|link_\\w+|ptr_name|format|bbc_team)',
  '(?:mtm|pk)_(?:campaign|keyword|kwd|source|medium|content|cid)', 'mtm_(?:group|placement)', '(?:matomo|piwik)_campaign',
  'fbclid', 'fb_(?:action_ids|action_types|ref|source|comment_id)', '__twitter_impression',
  'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', 'srsltid',
  'msclkid', 'yclid', 'ysclid', 'twclid', 'ttclid', 'igshid', 'igsh', 'li_fat_id', 'rb_clickid', 'sc_cid', '_openstat', 'xtor',
  'mc_cid', 'mc_eid', 'mkt_tok', '_hsenc', '_hsmi', '__hssc', '__hstc', '__hsfp', 'hsa_\\w+', 'hsctatracking', 'vero_id', 'vero_conv',
  'oly_anon_id', 'oly_enc_id', 'wickedid', '_bhlid', '_branch_match_id', '_branch_referrer', 'ns_(?:campaign|mchannel|source|linkname|fee)',
];
const tracking = new RegExp(`^(?:${names.join('|')})(?:=|$)`, 'i');

/** A semicolon parts parameters where another name follows it; else it is of the value. */
const between = /(&amp;|&|;(?=[^&;=]+=))/i;

/** Takes known tracking parameters out; the rest of the URL stays byte for byte. */
export function withoutTracking(url: string): string {
  const [, start, query, hash] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url)!;
  const kept = query === undefined ? undefined : without(query);
  const fragment = hash === undefined ? undefined : without(hash.slice(1));
  return `${start}${kept === undefined || (kept === '' && query !== '') ? '' : `?${kept}`}${fragment === undefined || (fragment === '' && hash !== '#') ? '' : `#${fragment}`}`;
}

function without(parameters: string): string {
  // What parted them is at the odd places.
  const parts = parameters.split(between);
  const kept = parts.flatMap((part, at) => (at % 2 === 1 || tracking.test(part) ? [] : [at]));
  return kept.map((at, place) => `${place === 0 ? '' : parts[at - 1]}${parts[at]}`).join('');
}
