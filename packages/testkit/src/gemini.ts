import { join } from "node:path";
import { type CliHome, newHome, pathOf } from "./cli-home.ts";
import { findGemini } from "./machine.ts";
import { runCli } from "./run-cli.ts";
import { openTerminal } from "./terminal.ts";

const settings = {
  security: { auth: { selectedType: "gemini-api-key" } },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
};
const model = ["-m", "gemini-2.5-pro"];

/** A home with Gemini CLI; `modelUrl` is where the model answers: a stub's address. */
export function geminiHome(modelUrl: string): CliHome {
  const path = pathOf(findGemini());
  const { home, workspace, env, tmuxSocket, remove } = newHome({
    name: "gemini",
    files: ({ workspace: folder }) => ({
      ".gemini/settings.json": `${JSON.stringify(settings, null, 2)}\n`,
      ".gemini/trustedFolders.json": JSON.stringify({ [folder]: "TRUST_FOLDER" }),
    }),
    env: { GEMINI_API_KEY: "not-a-real-key", GOOGLE_GEMINI_BASE_URL: modelUrl },
  });
  const unasked = ["--output-format", "text", "--yolo", "--skip-trust", ...model];
  return {
    home,
    workspace,
    env,
    tmuxSocket,
    settingsFile: join(home, ".gemini", "settings.json"),
    print: (prompt, ...args) => runCli(path, ["-p", prompt, ...unasked, ...args], { cwd: workspace, env }),
    open: (...args) => {
      const command = [path, ...model, ...args] as const;
      return openTerminal({
        command,
        cwd: workspace,
        env,
        socket: tmuxSocket,
        enterAfterMs: 300,
        ready: "Type your message",
      });
    },
    remove,
  };
}
