/** Modules that exist in a bundle only: `bundle.ts` makes them when it builds the functions. */

/** The validated newsletter.yaml, so that a Lambda neither reads nor checks a file. */
declare module 'dawnpost:config' {
  // An import statement with a relative path is not allowed in here.
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  const config: import('../functions/config.ts').Config;
  export default config;
}

/** The compiled templates, so that a Lambda carries neither MJML nor a compiler. */
declare module 'dawnpost:templates' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  const templates: import('../functions/digest/render.ts').Templates;
  export default templates;
}

/** The compiled template of letters. */
declare module 'dawnpost:letters' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports
  const letters: import('../functions/model/letter.ts').LetterTemplates;
  export default letters;
}
