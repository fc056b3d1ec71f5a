/** Spreadsheets take a cell that begins like this for a formula. */
const formula = /^[=+\-@\t\r]/;

/** A text as a cell of CSV; what a spreadsheet would run gets an apostrophe in front. */
export const csvText = (text: string): string => csvPlain(formula.test(text) ? `'${text}` : text);

/** What can be no formula, such as a number, as a cell of CSV. */
export const csvPlain = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export const csvLine = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;
