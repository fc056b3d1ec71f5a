import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CliHome } from "./cli-home.ts";
import { findClaude } from "./machine.ts";
import { runCli } from "./run-cli.ts";
import { cleanEnvironment, removeFolder, temporaryFolder } from "./temporary.ts";
import { openTerminal } from "./terminal.ts";

/** A home with Claude Code. Headless, it runs only what needs no permission. */
export type ClaudeHome = CliHome;

const apiKey = "sk-ant-not-a-real-key-0123456789";

/** `modelUrl` is where the model answers: a stub's address. */
export function claudeHome(modelUrl: string): ClaudeHome {
  const claude = findClaude();
  if (claude.path === null) throw new Error(`${claude.name}: ${claude.reason}`);
  const { path } = claude;
  const home = temporaryFolder("claude");
  const workspace = join(home, "workspace");
  const settingsFile = join(home, ".claude", "settings.json");
  mkdirSync(workspace);
  mkdirSync(join(home, ".claude"));
  writeFileSync(join(home, ".claude.json"), JSON.stringify(answeredDialogs(workspace)));
  const env = cleanEnvironment({ HOME: home, TERM: "xterm-256color", ...quietAndOffline(modelUrl) });
  return {
    home,
    workspace,
    settingsFile,
    env,
    print: (prompt, ...args) => runCli(path, ["-p", prompt, ...args], { cwd: workspace, env }),
    open: async (...args) => {
      const command = [path, "--permission-mode", "manual", ...args] as const;
      const terminal = await openTerminal({ command, cwd: workspace, env });
      await terminal.until("? for shortcuts");
      return terminal;
    },
    remove: () => removeFolder(home),
  };
}

/** What the CLI would otherwise ask at its first start, whose default answers are "no". */
const answeredDialogs = (workspace: string) => ({
  hasCompletedOnboarding: true,
  theme: "dark",
  customApiKeyResponses: { approved: [apiKey.slice(-20)], rejected: [] },
  projects: { [workspace]: { hasTrustDialogAccepted: true } },
});

const quietAndOffline = (modelUrl: string) => ({
  ANTHROPIC_BASE_URL: modelUrl,
  ANTHROPIC_API_KEY: apiKey,
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: "1",
  CLAUDE_CODE_MAX_RETRIES: "0",
  DISABLE_AUTOUPDATER: "1",
});
