/** A template that can't be used: which file, which line, what is wrong. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
