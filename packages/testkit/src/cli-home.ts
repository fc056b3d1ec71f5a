import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tool } from "./machine.ts";
import type { Printed } from "./run-cli.ts";
import { cleanEnvironment, removeFolder, temporaryFolder } from "./temporary.ts";
import type { Terminal } from "./terminal.ts";

/** A person's computer with a CLI on it, seeded so that it starts without questions and without a network. */
export interface CliHome {
  /** The person's home folder. */
  readonly home: string;
  /** The folder they work in; it is trusted. */
  readonly workspace: string;
  /** The file that Signalbox enters itself into. */
  readonly settingsFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the tmux server of its terminals listens. */
  readonly tmuxSocket: string;
  /** Runs the CLI with one prompt to its end, without asking for permissions. */
  print(prompt: string, ...args: string[]): Promise<Printed>;
  /** Opens the CLI in a terminal, ready for a prompt; asks before it uses tools. */
  open(...args: string[]): Promise<Terminal>;
  remove(): void;
}

interface HomeOptions {
  name: string;
  /** Files of the home folder by their path in it. */
  files:
    | Readonly<Record<string, string>>
    | ((folders: { home: string; workspace: string }) => Record<string, string>);
  env: Readonly<Record<string, string>>;
}

/** A home folder with files in it, a workspace, and the environment of what runs there. */
export function newHome({ name, files, env }: HomeOptions) {
  const home = temporaryFolder(name);
  const workspace = join(home, "workspace");
  mkdirSync(workspace);
  const contents = typeof files === "function" ? files({ home, workspace }) : files;
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
  }
  return {
    home,
    workspace,
    tmuxSocket: join(home, "tmux.socket"),
    env: cleanEnvironment({ HOME: home, TERM: "xterm-256color", COLORTERM: "truecolor", ...env }),
    remove: () => removeFolder(home),
  };
}

/** Where a program is that the test needs. */
export function pathOf(tool: Tool): string {
  if (tool.path === null) throw new Error(`${tool.name}: ${tool.reason}`);
  return tool.path;
}
