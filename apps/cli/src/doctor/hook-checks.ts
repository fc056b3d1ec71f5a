import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hookEntryPattern, listHooks, testHooks } from "@signalbox/contract/hooks";
import { type ParseError, parse } from "jsonc-parser";
import { z } from "zod";
import type { CliConfig } from "../config.ts";
import { clientOf } from "../server/connect.ts";
import type { ServerState } from "../server/run-file.ts";
import { spoken } from "../text/clean.ts";
import { ago } from "../text/when.ts";
import { type Finding, fail, modeOf, ok, warn } from "./check.ts";

/** The hook's files, our entries in the CLI's settings, and whether a hook arrives. */
export async function hookChecks(config: CliConfig, state: ServerState, now: Date): Promise<Finding[]> {
  const files = await hookFiles(config, state);
  const settings = [await settingsFile(config), ...(await managedSettings(config))];
  return state.kind === "running"
    ? [...files, ...settings, ...(await askServer(config, state, now))]
    : [...files, ...settings];
}

async function hookFiles({ hookFolder }: CliConfig, state: ServerState): Promise<Finding[]> {
  const script = join(hookFolder, "hook.sh");
  const cure = 'Run "bin/signalbox down" and "bin/signalbox up": the hook\'s files are written at the start';
  if ((await modeOf(script)) === null) {
    return [
      warn("hook script", "not written yet", state.kind === "running" ? cure : 'Run "bin/signalbox up"'),
    ];
  }
  if (state.kind !== "running") return [ok("hook script", script)];
  const port = await readFile(join(hookFolder, "port"), "utf8").catch(() => "");
  if (port.trim() === String(state.run.port)) return [ok("hook script", script)];
  return [fail("hook script", `sends to port ${port.trim() || "none"}, not to ${state.run.port}`, cure)];
}

const Settings = z.object({
  disableAllHooks: z.boolean().optional(),
  allowManagedHooksOnly: z.boolean().optional(),
  hooks: z.record(z.string(), z.array(z.object({ hooks: z.array(z.unknown()) }))).optional(),
});
const CommandHook = z.object({ command: z.string() });

async function settingsFile({ claudeFolder, hookFolder }: CliConfig): Promise<Finding> {
  const about = "Claude Code's settings";
  const path = join(claudeFolder, "settings.json");
  const cure = 'Run "bin/signalbox hooks install"';
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return warn(about, `${path} is not there`, cure);
  const settings = parseSettings(text);
  if (settings === null)
    return fail(about, `${path} is malformed, and Claude Code ignores it`, "Mend the file");
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
  if (ours.length === 0) return warn(about, "our hooks are not installed", cure);
  const elsewhere = ours.filter(
    (command) => !command.replaceAll("'\\''", "'").includes(join(hookFolder, "hook.sh")),
  );
  if (elsewhere.length > 0)
    return warn(about, `${elsewhere.length} of our hooks lead to another state folder`, cure);
  return ok(about, `${ours.length} hooks in ${path}`);
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

/** What only the server can tell: whether entries are up to date, when a CLI was heard, and a hook's whole way. */
async function askServer(config: CliConfig, { run }: Running, now: Date): Promise<Finding[]> {
  const client = await clientOf(config, run);
  const { items } = await client.call(listHooks);
  const findings = items.map((item): Finding => {
    if (item.problem !== null) return fail(item.name, item.problem);
    if (item.state === "installed") {
      return item.lastHeardAt === null
        ? warn(
            item.name,
            "installed, never heard",
            "Start it anew: a running session reads its hooks at its start",
          )
        : ok(item.name, `installed, heard ${ago(item.lastHeardAt, now)} ago`);
    }
    return warn(item.name, spoken(item.state), `Run "bin/signalbox hooks install ${item.backend}"`);
  });
  const installed = items.filter((item) => item.state === "installed");
  const tests = installed.map(async ({ backend, name }) => {
    const { heard, tookMs, problem } = await client.call(testHooks, { params: { backend } });
    const about = `${name}'s hook`;
    return heard
      ? ok(about, `arrives in ${tookMs} ms`)
      : fail(about, "does not arrive", problem ?? undefined);
  });
  return [...findings, ...(await Promise.all(tests))];
}
