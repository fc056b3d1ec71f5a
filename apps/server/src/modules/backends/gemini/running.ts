import { textAt } from "../../../kernel/json.ts";
import { aboveOf, commandIn, doesOtherwise, optionIn, type RunningCli } from "../running-cli.ts";

const others = new Set("--version -v --help -h mcp extensions skills hooks --list-sessions".split(" "));

/** Gemini CLI writes a session beside a file that names its folder. */
export const geminiRunning: RunningCli = {
  holdsSession: (args) => {
    const { name, path, rest } = commandIn(args);
    return (name === "gemini" || path.includes("/@google/gemini-cli/")) && !doesOtherwise(rest, others);
  },
  variables: ["GEMINI_CLI_HOME"],
  folderIn: ({ GEMINI_CLI_HOME, HOME }) => {
    const home = GEMINI_CLI_HOME ?? HOME;
    return home ? `${home}/.gemini` : null;
  },
  isHeadless: () => null,
  sessionIn: (args) => optionIn(args, ["--session-id", "--resume", "-r"]),
  // The name of the file holds but the beginning of the id.
  sessionOfFile: () => null,
  head: (line) => {
    const at = Date.parse(textAt(line, "startTime") ?? "");
    const sessionId = textAt(line, "sessionId");
    return sessionId === null
      ? null
      : { sessionId, cwd: null, at: Number.isFinite(at) ? at : null, headless: null };
  },
  folderFile: (path) => `${aboveOf(aboveOf(path))}/.project_root`,
};
