import { commandIn, doesOtherwise, type RunningCli } from "../running-cli.ts";

const others = new Set(
  "--version -v --help -h auth providers mcp models upgrade uninstall serve web acp debug stats export import github pr session plugin db completion agent".split(
    " ",
  ),
);

const session = /^ses_\w+$/;

/** The session that its options name. */
function sessionIn(args: readonly string[]): string | null {
  for (const [n, arg] of args.entries()) {
    const [name = "", given] = arg.split("=", 2);
    const value = given ?? args[n + 1] ?? "";
    if ((name === "--session" || name === "-s") && session.test(value)) return value;
  }
  return null;
}

/** OpenCode keeps its sessions in a database: which one a process has open only its plugin tells for certain. */
export const opencodeRunning: RunningCli = {
  holdsSession: (args) => {
    const { name, rest } = commandIn(args);
    return /^opencode(?:\.exe)?$/.test(name) && !doesOtherwise(rest, others);
  },
  variables: ["XDG_DATA_HOME", "OPENCODE_DB"],
  folderIn: ({ XDG_DATA_HOME, OPENCODE_DB, HOME }) => {
    const data = XDG_DATA_HOME ?? (HOME === undefined ? null : `${HOME}/.local/share`);
    const store = OPENCODE_DB ?? "opencode.db";
    return data === null || store.startsWith("/") ? (OPENCODE_DB ?? null) : `${data}/opencode/${store}`;
  },
  isHeadless: (args) => commandIn(args).rest[0] === "run",
  sessionIn,
  sessionOfFile: () => null,
  head: () => null,
};
