import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { findClaude } from "./machine.ts";
import { cleanEnvironment, removeFolder, temporaryFolder } from "./temporary.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/** A person's computer with Claude Code on it, seeded so that it starts without questions and without a network. */
export interface ClaudeHome {
  /** The person's home folder. */
  readonly home: string;
  /** The folder they work in; it is trusted. */
  readonly workspace: string;
  readonly settingsFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs `claude -p` to its end. */
  print(prompt: string, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Opens `claude` in a terminal, ready for a prompt; asks before it uses tools. */
  open(...args: string[]): Promise<Terminal>;
  remove(): void;
}

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
    print: async (prompt, ...args) => {
      const stdio = ["ignore", "pipe", "pipe"] as const;
      const child = spawn(path, ["-p", prompt, ...args], { cwd: workspace, env, stdio: [...stdio] });
      const ended = new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
      });
      const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
      return { code, stdout, stderr };
    },
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
