import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";

type Cli = "claude" | "claude-agent-acp" | "codex" | "codex-acp" | "gemini" | "goose" | "opencode";

/** The version of a CLI that the tests know; others may behave otherwise. */
const versionOf = (cli: Cli): string =>
  readFileSync(join(import.meta.dirname, "..", `${cli}-version`), "utf8").trim();

/** A program that some tests need: where it is, or why they can't run. */
export type Tool = { name: string; path: string } | { name: string; path: null; reason: string };

/** `tmux`, for tests that work in a terminal. */
export const findTmux = (): Tool => onPath("tmux", ["tmux"]);

/** Reverse proxies, for tests in front of which they stand. Debian keeps nginx where only root looks. */
export const findCaddy = (): Tool => onPath("Caddy", ["caddy"]);
export const findNginx = (): Tool => onPath("nginx", ["nginx", "/usr/sbin/nginx"]);

/** `systemd-analyze`, which checks units wherever it runs. */
export const findSystemdAnalyze = (): Tool => onPath("systemd-analyze", ["systemd-analyze"]);

/** Debian's Chromium or Google's Chrome, whichever stands on the path. */
export const findChromium = (): Tool => {
  const given = process.env.SIGNALBOX_TEST_CHROMIUM;
  if (given !== undefined) return { name: "Chromium", path: given };
  return onPath("Chromium", ["chromium", "chromium-browser", "google-chrome"]);
};

/** The pinned CLIs: as the environment names them, where CI puts them, or on the path. */
export const findClaude = (): Tool => findCli("claude");
export const findCodex = (): Tool => findCli("codex");
export const findGemini = (): Tool => findCli("gemini");
export const findOpencode = (): Tool => findCli("opencode");
export const findGoose = (): Tool => findCli("goose");
/** Adapters by which Codex and Claude Code are run without a terminal. */
export const findCodexAcp = (): Tool => findCli("codex-acp");
export const findClaudeAcp = (): Tool => findCli("claude-agent-acp");

const found = new Map<Cli, Tool>();

/** Asking a CLI for its version may take a second: it is asked once. */
function findCli(cli: Cli): Tool {
  const tool = found.get(cli) ?? lookFor(cli);
  found.set(cli, tool);
  return tool;
}

function lookFor(cli: Cli): Tool {
  const version = versionOf(cli);
  const name = `${cli} ${version}`;
  const variable = `SIGNALBOX_TEST_${cli.toUpperCase().replaceAll("-", "_")}`;
  const candidates = [process.env[variable], cached(cli, version), which(cli)];
  const path = candidates.find((candidate) => candidate !== undefined && isOfVersion(candidate, version));
  if (path !== undefined) return { name, path };
  const reason = `not on the path; .ci/run installs it, ${variable} may name it`;
  return { name, path: null, reason };
}

/** Which of the tools are missing; tests skip themselves by it: `describe.skipIf(isMissing(findTmux()))`. */
export const isMissing = (...tools: readonly Tool[]): boolean => tools.some((tool) => tool.path === null);

function cached(cli: Cli, version: string): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(cache, "signalbox-ci", `${cli}-${version}`, "node_modules", ".bin", cli);
}

function isOfVersion(path: string, version: string): boolean {
  if (!existsSync(path)) return false;
  if (packageVersion(path) === version) return true;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return (stdout ?? "").split(/\s+/).includes(version);
}

/** Some programs don't say of which version of their package they are. */
function packageVersion(path: string): string | null {
  const file = realpathSync(path);
  const manifest = [dirname(file), join(dirname(file), "..")]
    .map((folder) => join(folder, "package.json"))
    .find((candidate) => existsSync(candidate));
  if (manifest === undefined) return null;
  const { version }: { version?: unknown } = JSON.parse(readFileSync(manifest, "utf8"));
  return typeof version === "string" ? version : null;
}

/** The first of these commands that stands on the path. */
export function onPath(name: string, commands: readonly string[]): Tool {
  const path = commands.map(which).find((found) => found !== undefined);
  return path === undefined ? { name, path: null, reason: "not on the path" } : { name, path };
}

function which(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}
