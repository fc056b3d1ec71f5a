import { objectAt, textAt } from "../../../kernel/json.ts";
import { baseOf, commandIn, doesOtherwise, type RunningCli, uuid } from "../running-cli.ts";

const others = new Set(
  "--version -V --help -h login logout mcp mcp-server app-server app plugin completion sandbox debug execpolicy apply cloud features exec-server help update doctor".split(
    " ",
  ),
);

const headless = new Set(["exec", "e", "review"]);

/** Codex holds the file open that it writes a session to; in a terminal, a daemon of all sessions does. */
export const codexRunning: RunningCli = {
  holdsSession: (args) => {
    const { name, rest } = commandIn(args);
    return (name === "codex" || name === "codex.js") && !doesOtherwise(rest, others);
  },
  beginsAtStart: true,
  variables: ["CODEX_HOME"],
  folderIn: ({ CODEX_HOME, HOME }) => CODEX_HOME ?? (HOME ? `${HOME}/.codex` : null),
  isHeadless: (args) => headless.has(commandIn(args).rest[0] ?? ""),
  sessionIn: (args) => {
    const at = args.indexOf("resume");
    return at < 0 ? null : (uuid.exec(args.slice(at + 1).join(" "))?.[0] ?? null);
  },
  sessionOfFile: (path) =>
    /^rollout-.*\.jsonl$/.test(baseOf(path)) ? (uuid.exec(baseOf(path).slice(-42))?.[0] ?? null) : null,
  head: (line) => {
    if (line.type !== "session_meta") return null;
    const meta = objectAt(line, "payload");
    const originator = textAt(meta, "originator");
    // The line is written with the first prompt.
    const at = Date.parse(textAt(meta, "timestamp") ?? textAt(line, "timestamp") ?? "");
    return {
      sessionId: textAt(meta, "id") ?? textAt(meta, "session_id"),
      cwd: textAt(meta, "cwd"),
      at: Number.isFinite(at) ? at : null,
      headless: originator === null ? null : originator === "codex_exec",
    };
  },
};
