import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { writeBotFile } from "@signalbox/client/bot-file";
import { listReadyBots, type ReadyBot } from "@signalbox/contract/ready-bots";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { botSchemaOf } from "./bot-files.ts";
import { projectNamed } from "./named-projects.ts";

interface ReadyOptions {
  project?: string;
  out?: string;
  json?: boolean;
}

export function addReadyBots(bots: Command, context: Context): void {
  bots
    .command("ready [bot]")
    .description("bots to begin with; or one of them as a YAML file, for bots apply")
    .option("--project <project>", "the project that it works in, by its id, its slug or its folder")
    .option("--out <file>", "write it there")
    .option("--json", "print JSON")
    .action((bot: string | undefined, options: ReadyOptions) =>
      bot === undefined ? list(context, options) : print(context, bot, options),
    );
}

async function list(context: Context, { json }: ReadyOptions): Promise<void> {
  const { items } = await (await connect(context)).call(listReadyBots, {});
  context.io.out(json ? cleanJson({ items }, 2) : table(context.io, columns, items));
}

const columns: Column<ReadyBot>[] = [
  { title: "BOT", text: ({ id }) => id },
  { title: "WHAT IT DOES", text: ({ about }) => clean(about), isWide: true },
];

async function print(context: Context, which: string, { project, out, json }: ReadyOptions): Promise<void> {
  const client = await connect(context);
  const { items } = await client.call(listReadyBots, {});
  const found = items.find(({ id, content }) =>
    [id, content.name.toLowerCase()].includes(which.toLowerCase()),
  );
  if (found === undefined)
    throw new CliError(
      `There is no ready bot ${clean(which)}: see "bin/signalbox bots ready"`,
      exitCodes.usage,
    );
  const projectId = project === undefined ? null : await projectNamed(client, project);
  const content = { ...found.content, projectId };
  if (json) return context.io.out(cleanJson({ ...found, content }, 2));
  const text = writeBotFile(content, { schema: botSchemaOf(client), programs: [] });
  if (out === undefined) return context.io.out(text.trimEnd());
  await writeFile(resolve(out), text);
  context.io.out(resolve(out));
}
