import { appendFileSync } from "node:fs";

/** Plays the input line of a CLI in its terminal: draws what stands in it, and writes down each byte that arrives. */
const [, , file = ""] = process.argv;
const [pasteBegins, pasteEnds] = ["\u001b[200~", "\u001b[201~"];
const line = "─".repeat(60);
let typed = "";
let pasted: string | null = null;

const shown = (): string => {
  const lines = typed.split("\n").length - 1;
  return lines > 2 || typed.length > 900 ? `[Pasted text #1${lines === 0 ? "" : ` +${lines} lines`}]` : typed;
};
const draw = () =>
  process.stdout.write(`\u001b[H\u001b[2J${line}\r\n❯ ${shown().replaceAll("\n", "\r\n")}\r\n${line}\r\n`);

/** One key, or a paste that has come to its end. */
function take(key: string): void {
  if (key === "\r") typed = "";
  else if (key === "\u0015") typed = "";
  else typed += key;
}

let waiting = "";
process.stdin.setRawMode(true);
process.stdin.on("data", (bytes: Buffer) => {
  appendFileSync(file, bytes);
  waiting += bytes.toString("latin1");
  for (;;) {
    if (pasted === null && waiting.startsWith(pasteBegins)) {
      pasted = "";
      waiting = waiting.slice(pasteBegins.length);
    }
    if (pasted !== null) {
      const end = waiting.indexOf(pasteEnds);
      if (end < 0) break;
      take(Buffer.from(waiting.slice(0, end), "latin1").toString());
      pasted = null;
      waiting = waiting.slice(end + pasteEnds.length);
      continue;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const until = /[\r\u0015\u001b]/.exec(waiting);
    const plain = until === null ? waiting : waiting.slice(0, until.index);
    if (plain !== "") take(Buffer.from(plain, "latin1").toString());
    waiting = waiting.slice(plain.length);
    if (waiting === "" || waiting.startsWith("\u001b")) {
      if (!waiting.startsWith(pasteBegins)) break;
      continue;
    }
    take(waiting[0] ?? "");
    waiting = waiting.slice(1);
  }
  draw();
});
process.stdout.write("\u001b[?2004h");
draw();
