import { numberAt, textAt } from "../../../kernel/json.ts";
import { baseOf, commandIn, doesOtherwise, optionIn, type RunningCli, uuid } from "../running-cli.ts";

const others = new Set(
  "--version -v --help -h mcp update upgrade doctor config install plugin setup-token auth".split(" "),
);

const whole = new RegExp(`^${uuid.source}$`);
/** The file is anybody's to write: what no path holds is none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const plainPath = (path: string | null) => (path === null || /[\u0000-\u001f]/.test(path) ? null : path);

/** Claude Code says itself which session a process has open, in a file of the process's number. */
export const claudeRunning: RunningCli = {
  holdsSession: (args) => {
    const { name, path, rest } = commandIn(args);
    const isIt = /^claude(?:\.exe)?$/.test(name) || path.endsWith("claude-code/cli.js");
    return isIt && !doesOtherwise(rest, others);
  },
  variables: ["CLAUDE_CONFIG_DIR"],
  folderIn: ({ CLAUDE_CONFIG_DIR, HOME }) => CLAUDE_CONFIG_DIR ?? (HOME ? `${HOME}/.claude` : null),
  isHeadless: (args) => args.includes("-p") || args.includes("--print"),
  sessionIn: (args) =>
    args.includes("--fork-session") ? null : optionIn(args, ["--session-id", "--resume", "-r"]),
  sessionOfFile: (path) => (/\.jsonl$/.test(path) ? (uuid.exec(baseOf(path))?.[0] ?? null) : null),
  head: (line) => {
    const at = Date.parse(textAt(line, "timestamp") ?? "");
    const entry = textAt(line, "entrypoint");
    return {
      sessionId: textAt(line, "sessionId"),
      cwd: textAt(line, "cwd"),
      at: Number.isFinite(at) ? at : null,
      headless: entry === null ? null : entry !== "cli",
    };
  },
  register: {
    file: (folder, pid) => `${folder}/sessions/${pid}.json`,
    read: (fields) => {
      const sessionId = textAt(fields, "sessionId");
      if (sessionId === null || !whole.test(sessionId)) return null;
      const waits =
        textAt(fields, "status") === "waiting" && textAt(fields, "waitingFor") === "permission prompt";
      return {
        sessionId,
        cwd: plainPath(textAt(fields, "cwd")),
        began: textAt(fields, "procStart"),
        waitsSince: waits ? numberAt(fields, "statusUpdatedAt") : null,
      };
    },
    transcript: (folder, { cwd, sessionId }) =>
      cwd === null ? null : `${folder}/projects/${cwd.replace(/[^A-Za-z0-9]/g, "-")}/${sessionId}.jsonl`,
  },
};
