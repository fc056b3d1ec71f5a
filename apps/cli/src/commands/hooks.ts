import { type WatchedBackend, watchedBackends } from "@signalbox/contract/common";
import {
  type HookChange,
  type HookStatus,
  installHooks,
  listHooks,
  previewHooks,
  removeHooks,
  testHooks,
} from "@signalbox/contract/hooks";
import { Argument, type Command } from "commander";
import { CliError } from "../errors.ts";
import { type Io, painted } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson, spoken } from "../text/clean.ts";
import { ago } from "../text/when.ts";

interface ChangeOptions {
  dryRun?: boolean;
  json?: boolean;
}

export function addHooks(program: Command, context: Context): void {
  const hooks = program.command("hooks").description("how CLIs reach Signalbox");
  const cli = () => new Argument("[cli]", "which CLI").choices(watchedBackends).default("claude");

  for (const action of ["install", "remove"] as const) {
    hooks
      .command(action)
      .description(
        action === "install"
          ? "enter our hooks, or bring them up to date"
          : "take out our hooks, and only ours",
      )
      .addArgument(cli())
      .option("--dry-run", "show what would change, and change nothing")
      .option("--json", "print JSON")
      .action((backend: WatchedBackend, options: ChangeOptions) =>
        change(context, { backend, action, ...options }),
      );
  }
  hooks
    .command("status")
    .description("what is installed, and when each CLI was last heard")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => showStatus(context, options));
  hooks
    .command("test")
    .description("run the hook script once and see whether it arrives")
    .addArgument(cli())
    .option("--json", "print JSON")
    .action((backend: WatchedBackend, options: { json?: boolean }) => runTest(context, backend, options));
}

async function change(
  context: Context,
  {
    backend,
    action,
    dryRun,
    json,
  }: ChangeOptions & { backend: WatchedBackend; action: "install" | "remove" },
): Promise<void> {
  const client = await connect(context);
  const params = { backend };
  const result = dryRun
    ? await client.call(previewHooks, { params, body: { action } })
    : await client.call(action === "install" ? installHooks : removeHooks, { params });
  const { io } = context;
  if (json) return io.out(cleanJson(result, 2));
  if (dryRun) return io.out(result.changed ? diff(io, result) : "Nothing would change");
  const { items } = await client.call(listHooks);
  const status = items.find((item) => item.backend === backend);
  io.out(outcome(action, result, status?.noticed));
  // What stands in the way although the entries are there.
  if (action === "install" && status?.problem) io.err(painted(io, "yellow", clean(status.problem)));
}

const effects = {
  install: {
    at_once: "Sessions that already run are heard from their next prompt on",
    at_start: "Sessions are heard that start from now on",
  },
  remove: {
    at_once: "Sessions that still run fall silent, and stay on the board as they are",
    at_start: "Sessions that still run are heard to their end",
  },
} as const;

function outcome(
  action: "install" | "remove",
  result: HookChange,
  noticed: HookStatus["noticed"] = "at_once",
): string {
  const path = clean(result.settingsPath);
  if (!result.changed) {
    return action === "install"
      ? `Already installed in ${path}`
      : `Not installed: nothing of ours is in ${path}`;
  }
  const added = result.lines.filter((line) => line.kind === "added").length;
  const removed = result.lines.filter((line) => line.kind === "removed").length;
  const lines = [
    `${action === "install" ? "Installed in" : "Removed from"} ${path} (+${added} −${removed} lines)`,
  ];
  if (result.backupPath !== null) lines.push(`The file as it was: ${clean(result.backupPath)}`);
  lines.push(effects[action][noticed]);
  return lines.join("\n");
}

const diff = (io: Io, { lines, settingsPath }: HookChange): string =>
  [
    clean(settingsPath),
    ...lines.map(({ kind, text }) => {
      // Indentation is part of what is shown.
      const shown = (/^\s*/.exec(text)?.[0] ?? "") + clean(text);
      if (kind === "same") return `  ${shown}`;
      return kind === "added" ? painted(io, "green", `+ ${shown}`) : painted(io, "red", `- ${shown}`);
    }),
  ].join("\n");

async function showStatus(context: Context, options: { json?: boolean }): Promise<void> {
  const page = await (await connect(context)).call(listHooks);
  const { io } = context;
  io.out(options.json ? cleanJson(page, 2) : page.items.map((item) => statusOf(io, item)).join("\n"));
}

function statusOf(io: Io, item: HookStatus): string {
  const version = item.cli === null ? "not on the path" : (item.cli.version ?? "version unknown");
  const heard = item.lastHeardAt === null ? "never heard" : `heard ${ago(item.lastHeardAt, io.now())} ago`;
  const state = painted(io, item.state === "installed" ? "green" : "yellow", spoken(item.state));
  const lines = [`${item.name} (${version}): ${state}, ${heard}`, `  ${clean(item.settingsPath)}`];
  if (item.problem !== null) lines.push(`  ${painted(io, "red", clean(item.problem))}`);
  else if (item.state !== "installed") lines.push(`  Run "bin/signalbox hooks install ${item.backend}"`);
  return lines.join("\n");
}

async function runTest(
  context: Context,
  backend: WatchedBackend,
  options: { json?: boolean },
): Promise<void> {
  const result = await (await connect(context)).call(testHooks, { params: { backend } });
  if (options.json) context.io.out(cleanJson(result, 2));
  else if (result.heard) context.io.out(`Heard after ${result.tookMs} ms`);
  if (!result.heard) throw new CliError(`The hook was not heard. ${clean(result.problem ?? "")}`);
}
