import { type JsonObject, textAt } from "../../../../kernel/json.ts";
import { showsPath, showsText } from "../../shown-text.ts";
import type { ShownDialog } from "../../terminal-dialog.ts";

const call = /^ {5}\S/;
const runs = /^ {5}\$ /;
const foot = /^ {5}▣/;
/** `← Write /a/path`, `✱ Glob "*.conf" in /a/folder`. */
const named = /^\S+ [A-Z]\w* (.+)$/;
const within = /^.* in (\/.+)$/;

/** Before OpenCode leaves its folder it asks for the other one alone; which call wants to stands above the dialog. */
export function showsCallOutside({ above = [] }: ShownDialog, input: JsonObject): boolean {
  const [command, path] = [textAt(input, "command"), textAt(input, "filepath")];
  const calls = callsIn(above);
  if (command !== null) {
    return calls.some((lines) => {
      const [first = "", ...rest] = lines;
      return runs.test(first) && showsText({ lines: [first.replace(runs, ""), ...rest], cut: null }, command);
    });
  }
  return path !== null && calls.some((lines) => showsPathOf(lines, path));
}

/** Each with the lines that it goes on in, which stand further in. */
function callsIn(above: readonly string[]): string[][] {
  const calls: string[][] = [];
  for (const line of above) {
    if (foot.test(line)) break;
    if (call.test(line)) calls.push([line]);
    else calls.at(-1)?.push(line);
  }
  return calls;
}

function showsPathOf(lines: readonly string[], path: string): boolean {
  const told = lines.map((line) => line.trim()).join(" ");
  const [, shown] = named.exec(told) ?? [];
  const [, folder] = within.exec(told) ?? [];
  return [shown, folder].some((one) => one !== undefined && showsPath(one, path));
}
