import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readBotFile, writeBotFile } from "@signalbox/client/bot-file";
import type { Client } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { type Bot, changeBot, createBot } from "@signalbox/contract/bots";
import { listPrograms, type Program } from "@signalbox/contract/programs";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { everyItem } from "../server/every-item.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { botNamed, botsNamed } from "./named-bots.ts";

interface ApplyOptions {
  to?: string;
  json?: boolean;
}

export function addBotFiles(bots: Command, context: Context): void {
  bots
    .command("apply <file>")
    .description("make a bot of a YAML file, or write the one of its name anew")
    .option("--to <bot>", "the bot to write anew, by its id or name, whatever the file calls it")
    .option("--json", "print JSON")
    .action((file: string, options: ApplyOptions) => apply(context, file, options));
  bots
    .command("export <bot>")
    .description("print a bot, named by its id or its name, as a YAML file")
    .option("--out <file>", "write it there")
    .action((bot: string, options: { out?: string }) => exportBot(context, bot, options.out));
}

/** Where editors find what a bot's file may say. */
export const botSchemaOf = ({ baseUrl }: Client): string => `${baseUrl.replace(/\/$/, "")}/schemas/bot.json`;

const programsOf = (client: Client): Promise<Program[]> =>
  everyItem((cursor) => client.call(listPrograms, { query: { limit: 200, cursor } }));

async function exportBot(context: Context, which: string, out: string | undefined): Promise<void> {
  const client = await connect(context);
  const { content } = await botNamed(client, which);
  const text = writeBotFile(content, { schema: botSchemaOf(client), programs: await programsOf(client) });
  if (out === undefined) return context.io.out(text.trimEnd());
  await writeFile(resolve(out), text);
  context.io.out(resolve(out));
}

async function apply(context: Context, file: string, { to, json }: ApplyOptions): Promise<void> {
  const { io } = context;
  const text = await textOf(file);
  const client = await connect(context);
  const read = readBotFile(text, await programsOf(client));
  if (read.faults !== undefined) throw refused(io, file, read.faults);
  const { content, lineOf } = read;
  const before = to === undefined ? await namesake(client, content.name) : await botNamed(client, to);
  const isAsBefore = before !== undefined && JSON.stringify(before.content) === JSON.stringify(content);
  const after = isAsBefore
    ? before
    : await written(client, before, content).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        const faults = (error.problem.errors ?? []).map(({ path, message }) => {
          const place = path.replace(/^(?:body\.)?(?:content\.)?/, "");
          return { line: lineOf(place.split(".")), message: `${place}: ${message}` };
        });
        throw faults.length === 0 ? error : refused(io, file, faults);
      });
  if (json) return io.out(cleanJson(after, 2));
  const name = clean(after.content.name);
  if (before === undefined) return io.out(`${name} is made: ${after.id}`);
  io.out(isAsBefore ? `${name} is as the file says` : `${name} is at version ${after.version}`);
}

const written = (client: Client, before: Bot | undefined, content: Bot["content"]): Promise<Bot> =>
  before === undefined
    ? client.call(createBot, { body: content })
    : client.call(changeBot, {
        params: { botId: before.id },
        body: { version: before.version, content, enabled: before.enabled },
      });

/** The bot that a file is about. @throws CliError where its name is that of several */
async function namesake(client: Client, name: string): Promise<Bot | undefined> {
  const [found, ...others] = await botsNamed(client, name);
  if (others.length === 0) return found;
  throw new CliError(
    `Several bots are called ${clean(name)}: say which with --to and its id, see "bin/signalbox bots"`,
    exitCodes.usage,
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CliError(`There is no file ${file} that can be read`, exitCodes.usage, { cause });
  }
}

/** Each fault on a line that editors and people find; and in one line, that it was not done. */
function refused(io: Io, file: string, faults: readonly { line: number; message: string }[]): CliError {
  for (const { line, message } of faults) io.err(`${clean(file)}:${line}: ${clean(message)}`);
  return new CliError(`${clean(file)} was not applied`, exitCodes.usage);
}
