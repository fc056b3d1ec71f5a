import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";

/** The Claude Code that the tests know; other versions may behave otherwise. */
export const claudeVersion = readFileSync(join(import.meta.dirname, "..", "claude-version"), "utf8").trim();

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

/** The pinned `claude`: as the environment names it, where CI puts it, or on the path. */
export function findClaude(): Tool {
  const name = `claude ${claudeVersion}`;
  const candidates = [process.env.SIGNALBOX_TEST_CLAUDE, cachedClaude(), which("claude")];
  const path = candidates.find((candidate) => candidate !== undefined && isPinnedClaude(candidate));
  if (path !== undefined) return { name, path };
  return {
    name,
    path: null,
    reason: "not on the path; .ci/run installs it, SIGNALBOX_TEST_CLAUDE may name it",
  };
}

/** Which of the tools are missing; tests skip themselves by it: `describe.skipIf(isMissing(findTmux()))`. */
export const isMissing = (...tools: readonly Tool[]): boolean => tools.some((tool) => tool.path === null);

function cachedClaude(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(cache, "signalbox-ci", `claude-${claudeVersion}`, "node_modules", ".bin", "claude");
}

function isPinnedClaude(path: string): boolean {
  if (!existsSync(path)) return false;
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return stdout?.startsWith(`${claudeVersion} `) ?? false;
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
