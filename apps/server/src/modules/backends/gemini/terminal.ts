import { permissionDialogs } from "../permission-dialog.ts";
import { closely } from "../terminal-dialog.ts";
import type { TerminalInput } from "../terminal-input.ts";

export const geminiDialogs = permissionDialogs({
  runs: /Allow execution of/,
  edits: /Apply this change\?/,
  path: /^\? (?:WriteFile +Writing to |Edit +Create |Edit +)(.+?)(?:: .*)?$/,
  hidden: /^\s*\.{3} .*\bhidden\b.* \.{3}\s*$/,
  allow: /^Allow once/,
  remember: /^Allow for this session/,
  deny: /^No\b/,
});

const empty = /^Type your message or @path\/to\/file$/;
const pasted = /^\[Pasted Text: (\d+) lines\]$/;

export const geminiInput: TerminalInput = {
  read(screen) {
    const lines = screen.split("\n");
    const busy = lines.some((line) => /\(esc to cancel, /.test(line));
    const bottom = lines.findLastIndex((line) => /^▀{20,}/.test(line));
    const top = lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => /^▄{20,}/.test(line));
    const [first = "", ...rest] = lines.slice(top + 1, Math.max(bottom, 0));
    const below = lines.slice(bottom + 1).filter((line) => line.trim() !== "");
    // What was said before is framed alike; only the footer is below the input.
    if (top < 0 || !first.startsWith(" > ") || below.length > 4) return { typed: null, busy };
    const typed = [first.slice(3), ...rest].join("\n").trim();
    return { typed: empty.test(typed) ? "" : typed, busy };
  },
  holds: (typed, text) =>
    closely(typed) === closely(text) || pasted.exec(typed)?.[1] === String(text.split("\n").length),
  asSaid: (text) => (text.trimStart().startsWith("!") ? null : text),
};
