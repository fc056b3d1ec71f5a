import { redacted, redactText } from "../../../kernel/redact.ts";

/** Behind it, what only looks like a private key is shown again. */
const mostLines = 400;
/** A private key that begins in a line, and goes on behind it. */
const begins = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^"\\-]|-(?!-))*$/;
const ends = /-----END [A-Z ]{0,30}PRIVATE KEY-----/;
/** No line of a private key, as `redactText` sees it. */
const isOther = (line: string): boolean => /["\\]|--/.test(line);

/** Takes secrets out of the lines of streams, also those that go over several lines. */
export class OpenKeys {
  /** How many lines of a private key each stream has shown. */
  readonly #lines = new Map<string, number>();

  redact(stream: string, line: string): string {
    const before = this.#lines.get(stream);
    if (before === undefined) return this.#redactFrom(stream, line);
    this.#lines.delete(stream);
    const end = ends.exec(line);
    if (end !== null) return redacted + this.#redactFrom(stream, line.slice(end.index + end[0].length));
    if (before >= mostLines || isOther(line)) return this.#redactFrom(stream, line);
    this.#lines.set(stream, before + 1);
    return redacted;
  }

  #redactFrom(stream: string, text: string): string {
    if (text.includes("PRIVATE KEY-----") && begins.test(text)) this.#lines.set(stream, 1);
    return redactText(text);
  }
}
