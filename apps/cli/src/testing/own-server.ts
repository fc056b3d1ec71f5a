import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { engineFor } from "@signalbox/testkit/engine";
import { freePort } from "@signalbox/testkit/free-port";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { type CliConfig, readConfig } from "../config.ts";
import { commandLine } from "./terminal.ts";

export interface OwnServer {
  folder: string;
  config: CliConfig;
  signalbox: ReturnType<typeof commandLine>;
  /** Writes hooks as they would have been recorded; answers the file. */
  record(name: string, payloads: readonly unknown[]): Promise<string>;
  /** Ends the server, where it runs, and removes all of it. */
  remove(): Promise<void>;
}

/** The settings of a server that is only these tests', not started yet, and a command line for it. */
export async function ownServer(env: Readonly<Record<string, string>> = {}): Promise<OwnServer> {
  const folder = temporaryFolder("cli");
  const config = readConfig({
    HOME: folder,
    PATH: process.env.PATH,
    SIGNALBOX_HOME: join(folder, "state"),
    ...(await engineFor(join(folder, "state"))),
    SIGNALBOX_PORT: String(await freePort()),
    CLAUDE_CONFIG_DIR: join(folder, ".claude"),
    ...env,
  });
  const signalbox = commandLine(config);
  return {
    ...{ folder, config, signalbox },
    async record(name, payloads) {
      const path = join(folder, name);
      const lines = payloads.map((payload, index) =>
        JSON.stringify({ t_ms: index * 10, via: "cmd", payload }),
      );
      await writeFile(path, `${lines.join("\n")}\n`);
      return path;
    },
    async remove() {
      await signalbox("down");
      removeFolder(folder);
    },
  };
}

/** The hooks of a session that waits for a permission, with words that would do something to a terminal. */
export function session(id: string, folder: string) {
  const common = {
    session_id: id,
    cwd: join(folder, "workspace"),
    transcript_path: join(folder, "none.jsonl"),
  };
  return [
    { ...common, hook_event_name: "SessionStart", source: "startup" },
    {
      ...common,
      hook_event_name: "UserPromptSubmit",
      prompt_id: `${id}-1`,
      prompt: "mend \u001b]52;c;c3RvbGVu\u0007the \u001b[31mbuild\u001b[0m",
    },
    {
      ...common,
      hook_event_name: "PermissionRequest",
      prompt_id: `${id}-1`,
      tool_name: "Bash",
      tool_input: { command: "npm test" },
    },
  ];
}
