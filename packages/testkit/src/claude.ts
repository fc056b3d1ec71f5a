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
const byKey = { ANTHROPIC_API_KEY: apiKey };
/** Only who is signed in is told when a limit resets. */
const bySubscription = { CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-not-a-real-token" };

/** Someone who is signed in with a subscription, not with a key; see `claudeHome`. */
export const subscribersHome = (modelUrl: string): ClaudeHome => claudeHome(modelUrl, bySubscription);

/** `modelUrl` is where the model answers: a stub's address. */
export function claudeHome(modelUrl: string, login: Record<string, string> = byKey): ClaudeHome {
  const claude = findClaude();
  if (claude.path === null) throw new Error(`${claude.name}: ${claude.reason}`);
  const { path } = claude;
  const home = temporaryFolder("claude");
  const workspace = join(home, "workspace");
  const settingsFile = join(home, ".claude", "settings.json");
  const tmuxSocket = join(home, "tmux.socket");
  mkdirSync(workspace);
  mkdirSync(join(home, ".claude"));
  writeFileSync(join(home, ".claude.json"), JSON.stringify(answeredDialogs(workspace)));
  const env = cleanEnvironment({
    HOME: home,
    TERM: "xterm-256color",
    ...quietAndOffline(modelUrl),
    ...login,
  });
  return {
    home,
    workspace,
    settingsFile,
    env,
    tmuxSocket,
    print: (prompt, ...args) => runCli(path, ["-p", prompt, ...args], { cwd: workspace, env }),
    open: (...args) => {
      const command = [path, "--permission-mode", "manual", ...args] as const;
      return openTerminal({ command, cwd: workspace, env, socket: tmuxSocket, ready: "? for shortcuts" });
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
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: "1",
  CLAUDE_CODE_MAX_RETRIES: "0",
  DISABLE_AUTOUPDATER: "1",
});
