import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CliHome, newHome, pathOf } from "./cli-home.ts";
import { findCodex } from "./machine.ts";
import { runCli } from "./run-cli.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const settings = (modelUrl: string, workspace: string) => `model = "gpt-6-sol"
model_provider = "stub"
approval_policy = "on-request"
check_for_update_on_startup = false
[model_providers.stub]
name = "stub"
base_url = "${modelUrl}/v1"
env_key = "STUB_API_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
[features]
apps = false
plugins = false
[projects."${workspace}"]
trust_level = "trusted"
`;

/** A home with Codex; `modelUrl` is where the model answers: a stub's address. */
export function codexHome(modelUrl: string): CliHome {
  const path = pathOf(findCodex());
  const { home, workspace, env, tmuxSocket, remove } = newHome({
    name: "codex",
    files: ({ workspace: folder }) => ({ ".codex/config.toml": settings(modelUrl, folder) }),
    env: { STUB_API_KEY: "not-a-real-key" },
  });
  return {
    home,
    workspace,
    env,
    tmuxSocket,
    settingsFile: join(home, ".codex", "hooks.json"),
    print: (prompt, ...args) => runCli(path, ["exec", ...unasked, ...args, prompt], { cwd: workspace, env }),
    open: (...args) => openTerminal({ command: [path, ...args], cwd: workspace, env, socket: tmuxSocket }),
    remove: () => {
      endDaemons(join(home, ".codex", "app-server-daemon"));
      remove();
    },
  };
}

/** Answers what Codex asks at its start about hooks it does not know, and waits until it takes a prompt. */
export async function trustHooks(terminal: Terminal): Promise<void> {
  await terminal.answer("› 1. Review hooks", "Down");
  await terminal.answer("› 2. Trust all", "Enter");
  await terminal.until("? for shortcuts");
}

/** Of the models it knows, this one is offered its tools by their plain names, and the other is praised to nobody. */
const unasked = [
  ...["-m", "gpt-5.5"],
  "--json",
  "--skip-git-repo-check",
  "--dangerously-bypass-approvals-and-sandbox",
  "--dangerously-bypass-hook-trust",
];

/** Started in a terminal, Codex leaves its sessions to a daemon, which stays. */
function endDaemons(folder: string): void {
  for (const name of ["daemon-updater.pid", "daemon.pid"]) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    // It may be half written.
    const pid = /"pid"\s*:\s*(\d+)\b/.exec(readFileSync(file, "utf8"))?.[1];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
