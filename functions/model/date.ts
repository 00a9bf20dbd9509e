/** Whether a text is a day of the calendar, YYYY-MM-DD: not one that no month has, which Date takes for a day of the next. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The date so many days before a YYYY-MM-DD. */
export const daysBefore = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/** The date of a moment in the timezone, YYYY-MM-DD. */
export const dateIn = (timezone: string, at: Date): string => dayFormat(timezone)(at.getTime());

/** The day (YYYY-MM-DD) of a moment in a timezone. */
export function dayFormat(timeZone: string): (at: number) => string {
  // By its parts: how a locale orders and separates them changes with Node's locale data.
  const parts = new Intl.DateTimeFormat('en', {
    timeZone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit',
  });
  return (at) => {
    const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${of['year']}-${of['month']}-${of['day']}`;
  };
}
