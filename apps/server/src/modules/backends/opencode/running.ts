import { commandIn, doesOtherwise, type RunningCli } from "../running-cli.ts";

const others = new Set(
  "--version -v --help -h auth providers mcp models upgrade uninstall serve web acp debug stats export import github pr session plugin db completion agent".split(
    " ",
  ),
);

/** OpenCode keeps its sessions in a database: which one a process has open only its plugin tells. */
export const opencodeRunning: RunningCli = {
  holdsSession: (args) => {
    const { name, rest } = commandIn(args);
    return /^opencode(?:\.exe)?$/.test(name) && !doesOtherwise(rest, others);
  },
  variables: ["XDG_CONFIG_HOME"],
  folderIn: ({ XDG_CONFIG_HOME, HOME }) =>
    XDG_CONFIG_HOME ? `${XDG_CONFIG_HOME}/opencode` : HOME ? `${HOME}/.config/opencode` : null,
  isHeadless: () => null,
  sessionIn: () => null,
  sessionOfFile: () => null,
  head: () => null,
};
