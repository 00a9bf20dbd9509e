/** What is said of so many, by the language's own plural forms; `#` stands for the number. */
export type Forms = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
export type Counted = (forms: Forms) => (count: number) => string;

/** Plural forms and digits of a BCP 47 tag. */
export function countedIn(locale: string): Counted {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (forms) => (count) => (forms[rules.select(count)] ?? forms.other).replace('#', () => number.format(count));
}
