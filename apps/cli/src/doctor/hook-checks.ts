import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@signalbox/client/client";
import { type HookStatus, hookEntryPattern, listHooks, testHooks } from "@signalbox/contract/hooks";
import { type ParseError, parse } from "jsonc-parser";
import { z } from "zod";
import type { CliConfig } from "../config.ts";
import { exitCodes, explain } from "../errors.ts";
import { clientOf } from "../server/connect.ts";
import type { ServerState } from "../server/run-file.ts";
import { spoken } from "../text/clean.ts";
import { ago } from "../text/when.ts";
import { type Finding, fail, modeOf, ok, warn, writtenAtStart } from "./check.ts";
import { keyCheck } from "./key-check.ts";

/** The hook's files, our entries in the CLI's settings, and whether a hook arrives. */
export async function hookChecks(config: CliConfig, state: ServerState, now: Date): Promise<Finding[]> {
  const key = await keyCheck(join(config.hookFolder, "key"), "hook key", state);
  const files = [key, await hookScript(config, state)];
  const claude = await settingsFile(config);
  // Whoever has entered another CLI may have no use for this one.
  const isUnused = claude.text.startsWith(notInstalled) && (await isEnteredElsewhere(config));
  const settings = [...(isUnused ? [] : [claude]), ...(await managedSettings(config))];
  // What is wrong with the settings, the server would say again.
  if (state.kind !== "running" || !areInOrder(settings)) return [...files, ...settings];
  return [...files, ...settings, ...(await askServer(config, state, { now, mayTry: areInOrder(files) }))];
}

const areInOrder = (findings: readonly Finding[]): boolean => findings.every(({ level }) => level === "ok");

async function hookScript({ hookFolder }: CliConfig, state: ServerState): Promise<Finding> {
  const script = join(hookFolder, "hook.sh");
  const cure = 'Run "bin/signalbox down" and "bin/signalbox up": the hook\'s files are written at the start';
  if ((await modeOf(script)) === null) {
    return state.kind === "running"
      ? fail("hook script", `${script} is missing`, cure)
      : ok("hook script", writtenAtStart);
  }
  if (state.kind !== "running") return ok("hook script", script);
  const port = await readFile(join(hookFolder, "port"), "utf8").catch(() => "");
  if (port.trim() === String(state.run.port)) return ok("hook script", script);
  return fail("hook script", `sends to port ${port.trim() || "none"}, not to ${state.run.port}`, cure);
}

/** Not to be taken for the CLI itself, which has a line of its own. */
const hooksOf = (cli: string): string => `hooks of ${cli}`;

const notInstalled = "not installed: ";

async function isEnteredElsewhere({ otherEntries, hookFolder }: CliConfig): Promise<boolean> {
  const texts = await Promise.all(otherEntries.map((path) => readFile(path, "utf8").catch(() => "")));
  return texts.some((text) => text.includes(JSON.stringify(hookFolder).slice(1, -1)));
}

const Settings = z.object({
  disableAllHooks: z.boolean().optional(),
  allowManagedHooksOnly: z.boolean().optional(),
  hooks: z.record(z.string(), z.array(z.object({ hooks: z.array(z.unknown()) }))).optional(),
});
const CommandHook = z.object({ command: z.string() });

async function settingsFile({ claudeFolder, hookFolder }: CliConfig): Promise<Finding> {
  const about = hooksOf("Claude Code");
  const path = join(claudeFolder, "settings.json");
  const cure = 'Run "bin/signalbox hooks install"';
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return fail(about, `${notInstalled}${path} is not there`, cure);
  const settings = parseSettings(text);
  if (settings === null)
    return fail(
      about,
      `${path} is malformed, and Claude Code ignores it`,
      'Mend the file; "bin/signalbox hooks install" names the place',
    );
  if (!isPlainJson(text)) {
    const cureOfText = "Take the comments and trailing commas out of the file";
    return fail(about, `Claude Code ignores ${path}, which is no plain JSON`, cureOfText);
  }
  if (settings.disableAllHooks) {
    return fail(about, `"disableAllHooks" is on in ${path}`, "Take it out of the file");
  }
  const commands = Object.values(settings.hooks ?? {}).flatMap((groups) =>
    groups.flatMap((group) => group.hooks.flatMap((hook) => CommandHook.safeParse(hook).data?.command ?? [])),
  );
  const ours = commands.filter((command) => hookEntryPattern.test(command));
  if (ours.length === 0) return fail(about, `${notInstalled}none of ours is in ${path}`, cure);
  const elsewhere = ours.filter(
    (command) => !command.replaceAll("'\\''", "'").includes(join(hookFolder, "hook.sh")),
  );
  if (elsewhere.length > 0)
    return fail(about, `${elsewhere.length} of them lead to another state folder`, cure);
  return ok(about, `${ours.length} in ${path}`);
}

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, "").trim() || "{}");
    return true;
  } catch {
    return false;
  }
}

function parseSettings(text: string): z.infer<typeof Settings> | null {
  const errors: ParseError[] = [];
  try {
    const content: unknown = parse(text.trim() === "" ? "{}" : text, errors, { allowTrailingComma: true });
    return errors.length > 0 ? null : (Settings.safeParse(content).data ?? null);
  } catch (error) {
    // The parser calls itself at each level, and a file can be nested deeper than the stack reaches.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Settings that an administrator laid down go before a person's own. */
async function managedSettings({ platform }: CliConfig): Promise<Finding[]> {
  const folder = platform === "darwin" ? "/Library/Application Support/ClaudeCode" : "/etc/claude-code";
  const path = join(folder, "managed-settings.json");
  const text = await readFile(path, "utf8").catch(() => null);
  const settings = text === null ? null : parseSettings(text);
  if (!settings?.disableAllHooks && !settings?.allowManagedHooksOnly) return [];
  return [
    fail("managed settings", `${path} forbids hooks of your own`, "Ask whoever administers this machine"),
  ];
}

type Running = Extract<ServerState, { kind: "running" }>;

interface Asking {
  now: Date;
  /** Whether a hook can arrive at all, as far as its files tell. */
  mayTry: boolean;
}

/** What only the server can tell: whether entries are up to date, when a CLI was heard, and a hook's whole way. */
async function askServer(config: CliConfig, { run }: Running, { now, mayTry }: Asking): Promise<Finding[]> {
  try {
    const client = await clientOf(config, run);
    const { items } = await client.call(listHooks);
    const present = items.filter(({ cli, state }) => cli !== null || state !== "not_installed");
    const found = present.map((item) => heardOf(item, now));
    if (!mayTry) return found;
    const installed = items.filter((item) => item.state === "installed");
    return [...found, ...(await Promise.all(installed.map((item) => tryHook(client, item))))];
  } catch (error) {
    // The check of the CLI key tells that.
    if (explain(error, config).exitCode === exitCodes.notAllowed) return [];
    throw error;
  }
}

function heardOf(
  { backend, name, problem, state, settingsPath, lastHeardAt }: HookStatus,
  now: Date,
): Finding {
  if (problem !== null) return fail(hooksOf(name), problem);
  if (state !== "installed") {
    const cure = `Run "bin/signalbox hooks install ${backend}"`;
    return warn(hooksOf(name), `${spoken(state)} in ${settingsPath}`, cure);
  }
  const about = `sessions of ${name}`;
  return lastHeardAt === null
    ? warn(about, "none heard yet", "Give one something to do, in any terminal")
    : ok(about, `heard ${ago(lastHeardAt, now)} ago`);
}

async function tryHook(client: Client, { backend, name }: HookStatus): Promise<Finding> {
  const { heard, tookMs, problem } = await client.call(testHooks, { params: { backend } });
  const about = `a hook of ${name} on trial`;
  return heard ? ok(about, `arrives in ${tookMs} ms`) : fail(about, "does not arrive", problem ?? undefined);
}
