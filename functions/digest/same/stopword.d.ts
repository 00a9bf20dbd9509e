/** The package comes without types. Only the lists that are used: naming them lets the bundler drop the others. */
declare module 'stopword' {
  export const eng: readonly string[];
  export const deu: readonly string[];
  export const rus: readonly string[];
  export const fra: readonly string[];
  export const spa: readonly string[];
  export const ita: readonly string[];
  export const por: readonly string[];
  export const nld: readonly string[];
}
