const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A word as tmux reads it in its commands; a line must not end within one. */
const quoted = (word: string): string =>
  `"${word.replaceAll(/[\\"$~]/g, "\\$&").replaceAll(/[\n\r\t]/g, (letter) => escapes[letter] ?? "")}"`;

/** One command of tmux, in which no word means anything but itself. */
export const commandLine = (words: readonly string[]): string => words.map(quoted).join(" ");
