import { join } from "node:path";
import { type CliHome, newHome, pathOf } from "./cli-home.ts";
import { findOpencode } from "./machine.ts";
import { runCli } from "./run-cli.ts";
import { openTerminal } from "./terminal.ts";

const settings = (modelUrl: string) => ({
  autoupdate: false,
  share: "disabled",
  model: "stub/stub-model",
  small_model: "stub/stub-model",
  permission: { bash: { "*": "ask", "echo *": "allow" }, webfetch: "ask" },
  provider: {
    stub: {
      npm: "@ai-sdk/openai-compatible",
      options: { baseURL: `${modelUrl}/v1`, apiKey: "not-a-real-key" },
      models: { "stub-model": { tool_call: true, limit: { context: 200_000, output: 8_000 } } },
    },
  },
});

const quietAndOffline = {
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
  OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
  OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
};

/** A home with OpenCode; `modelUrl` is where the model answers: a stub's address. It asks before each command but echo, and before it fetches. */
export function opencodeHome(modelUrl: string): CliHome {
  const path = pathOf(findOpencode());
  const { home, workspace, env, tmuxSocket, remove } = newHome({
    name: "opencode",
    files: { ".config/opencode/opencode.json": JSON.stringify(settings(modelUrl)) },
    env: quietAndOffline,
  });
  return {
    home,
    workspace,
    env,
    tmuxSocket,
    settingsFile: join(home, ".config", "opencode", "plugins", "signalbox.js"),
    // As an argument, a prompt with blanks would reach the model in quotes.
    print: (prompt, ...args) =>
      runCli(path, ["run", "--format", "json", ...args], { cwd: workspace, env, input: prompt }),
    // Where it goes on with a session, it asks nothing.
    open: (...args) =>
      openTerminal({
        command: [path, ...args],
        cwd: workspace,
        env,
        socket: tmuxSocket,
        ready: "ctrl+p commands",
      }),
    remove,
  };
}
