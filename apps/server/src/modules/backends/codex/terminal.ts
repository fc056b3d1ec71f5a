import { permissionDialogs } from "../permission-dialog.ts";
import { closely } from "../terminal-dialog.ts";
import type { TerminalInput } from "../terminal-input.ts";

export const codexDialogs = permissionDialogs({
  asks: /Would you like to run the following command\?|Would you like to make the following edits\?/,
  allow: /^Yes, proceed/,
  remember: /^Yes, and don't ask again/,
  deny: /^No\b/,
  digits: true,
});

const empty = /^Ask Codex to do anything$/;
const pasted = /^\[Pasted Content (\d+) chars\]$/;

export const codexInput: TerminalInput = {
  read(screen) {
    const lines = screen.trimEnd().split("\n");
    const busy = lines.some((line) => /^• .*esc to interrupt\)/.test(line));
    const top = lines.findLastIndex((line) => /^› /.test(line) || line === "›");
    if (top < 0 || /^› \d\. /.test(lines[top] ?? "")) return { typed: null, busy };
    // Its footer stands below it, after a blank line.
    const bottom = lines.findLastIndex((line) => line.trim() === "");
    if (bottom <= top) return { typed: null, busy };
    const typed = lines.slice(top, bottom).join("\n").slice(1).trim();
    return { typed: empty.test(typed) ? "" : typed, busy };
  },
  holds: (typed, text) =>
    closely(typed) === closely(text) || pasted.exec(typed)?.[1] === String([...text].length),
  asSaid: (text) => (text.trimStart().startsWith("!") ? null : text),
};
