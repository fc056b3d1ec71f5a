import { StringDecoder } from "node:string_decoder";

/** Characters; of a line that is longer, its end is missing. */
const longestLine = 16 * 1024 * 1024;

/** Tells each line that a stream brings, whole, however many pieces it comes in. */
export function hearLines(
  stream: NodeJS.ReadableStream,
  told: (line: string) => void,
  longest = longestLine,
): void {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let length = 0;
  let cut = 0;
  const add = (text: string) => {
    const kept = text.slice(0, longest - length);
    if (kept !== "") parts.push(kept);
    length += kept.length;
    cut += text.length - kept.length;
  };
  const end = () => {
    const line = parts.join("");
    const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
    told(cut === 0 ? whole : `${line.toWellFormed()} [… ${cut} characters cut …]`);
    [parts, length, cut] = [[], 0, 0];
  };
  const take = (text: string) => {
    const [first = "", ...more] = text.split("\n");
    add(first);
    for (const next of more) {
      end();
      add(next);
    }
  };
  stream.on("data", (bytes: Buffer) => take(decoder.write(bytes)));
  stream.on("end", () => {
    take(decoder.end());
    if (length > 0) end();
  });
  stream.on("error", () => {});
}
