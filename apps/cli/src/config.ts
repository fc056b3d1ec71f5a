import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultHome } from "@signalbox/state-folder/home";
import manifest from "../../../package.json" with { type: "json" };

/** The port that the server takes when nothing says otherwise. */
const defaultPort = 7373;

/** What the command knows of its surroundings; the only place that reads the environment. */
export interface CliConfig {
  /** The state folder. */
  home: string;
  runFile: string;
  /** Names the process that holds the database, which it does long before it is ready. */
  holderFile: string;
  keyFile: string;
  /** The server's own log, and what it said on stderr when it was started from here. */
  logFile: string;
  startFile: string;
  hookFolder: string;
  /** Where this checkout stands, and in it what starts the server and the script that its process then runs. */
  root: string;
  serverLauncher: string;
  serverScript: string;
  version: string;
  /** A server elsewhere, with the key for it; without one, commands are about the one on this machine. */
  remote: { url: string; apiKey: string } | undefined;
  /** The key for it, whichever it is. */
  apiKey: string;
  /** The port that the server would take. */
  port: number;
  /** The home folder of whoever runs it. */
  userHome: string;
  claudeFolder: string;
  otherEntries: readonly string[];
  searchPath: string;
  /** Whether a server that we start would be a worker, which nobody can sign in to. */
  isWorker: boolean;
  /** What a server that we start gets. */
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

const cliVariables = ["CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME", "XDG_CONFIG_HOME"];

/**
 * Adds what the checkout's `.env` says, as the server does; what is set already stays. The server runs in the checkout,
 * so that is where its folders are meant from.
 */
export function loadEnvFile(): void {
  const file = join(root, ".env");
  if (!existsSync(file)) return;
  const folders = ["SIGNALBOX_HOME", ...cliVariables].filter((name) => process.env[name] === undefined);
  process.loadEnvFile(file);
  for (const name of folders) if (process.env[name]) process.env[name] = resolve(root, process.env[name]);
}

/** Where CLIs keep their settings, as the server is to find it from another folder. */
const cliFoldersOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(cliVariables.flatMap((name) => (env[name] ? [[name, resolve(env[name])]] : [])));

/** Where we may stand in the files of CLIs other than Claude Code. */
function otherEntriesOf(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME || homedir();
  return [
    join(env.CODEX_HOME || join(home, ".codex"), "hooks.json"),
    join(env.GEMINI_CLI_HOME || home, ".gemini", "settings.json"),
    join(env.XDG_CONFIG_HOME || join(home, ".config"), "opencode", "plugins", "signalbox.js"),
  ].map((path) => resolve(path));
}

export function readConfig(env: NodeJS.ProcessEnv = process.env, platform = process.platform): CliConfig {
  const home = resolve(env.SIGNALBOX_HOME || defaultHome(env));
  const claudeFolder = resolve(env.CLAUDE_CONFIG_DIR || join(homedir(), ".claude"));
  return {
    home,
    runFile: join(home, "run.json"),
    holderFile: join(home, "database", "holder.json"),
    keyFile: join(home, "cli.key"),
    logFile: join(home, "logs", "server.log"),
    startFile: join(home, "logs", "start.log"),
    hookFolder: join(home, "hook"),
    root,
    version: manifest.version,
    serverLauncher: "apps/server/serve",
    serverScript: "apps/server/src/main.ts",
    apiKey: env.SIGNALBOX_API_KEY ?? "",
    remote: env.SIGNALBOX_SERVER
      ? { url: env.SIGNALBOX_SERVER, apiKey: env.SIGNALBOX_API_KEY ?? "" }
      : undefined,
    port: Number(env.SIGNALBOX_PORT || defaultPort),
    userHome: resolve(env.HOME || homedir()),
    claudeFolder,
    otherEntries: otherEntriesOf(env),
    searchPath: env.PATH ?? "",
    isWorker: env.SIGNALBOX_ROLE === "worker",
    env: {
      ...env,
      SIGNALBOX_HOME: home,
      ...cliFoldersOf(env),
    },
    platform,
  };
}

/** Whether to colour what goes to a terminal (https://no-color.org). */
export const wantsColour = (env: NodeJS.ProcessEnv = process.env): boolean =>
  !env.NO_COLOR && env.TERM !== "dumb";
