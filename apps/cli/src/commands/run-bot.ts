import { randomUUID } from "node:crypto";
import { type Bot, startBot } from "@signalbox/contract/bots";
import { type Command, InvalidArgumentError } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { seeItEnd } from "../executions/see-it-end.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { botNamed } from "./named-bots.ts";

type Values = Readonly<Record<string, string>>;

interface RunOptions {
  value?: Values;
  follow?: boolean;
  json?: boolean;
}

export function addRun(program: Command, context: Context): void {
  program
    .command("run <bot>")
    .description("start a bot, named by its id or its name")
    .option("-v, --value <name=value>", "what a variable of it is given (may be repeated)", readValue)
    .option("-f, --follow", "print its log until it is over; ends with 0 where it succeeded")
    .option("--json", "print JSON; with --follow, an object a line")
    .action((bot: string, options: RunOptions) => run(context, bot, options));
}

function readValue(text: string, before: Values = {}): Values {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("A value looks as in task=mend the build.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

async function run(context: Context, which: string, { value = {}, follow, json }: RunOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const bot = await botNamed(client, which);
  refuseUnfit(bot, value);
  const { id } = bot;
  const body = { key: `cli-${randomUUID()}`, values: value };
  const execution = await client.call(startBot, { params: { botId: id }, body });
  if (!follow) {
    io.out(json ? cleanJson(execution, 2) : execution.id);
    if (!json) io.err(`Follow it: "bin/signalbox logs ${execution.id} -f"`);
    return;
  }
  io.err(`${clean(bot.content.name)} is started: ${execution.id}`);
  await seeItEnd({ client, io, execution, json });
}

/** What the server would refuse one after the other. */
function refuseUnfit({ content: { name, variables } }: Bot, given: Values): void {
  const missing = variables.filter((one) => one.default === undefined && !Object.hasOwn(given, one.name));
  const unknown = Object.keys(given).filter((each) => !variables.some((one) => one.name === each));
  const told = (names: readonly string[]) => names.map(clean).join(", ");
  if (unknown.length > 0)
    throw new CliError(
      `${clean(name)} has no variable ${told(unknown)}; it asks for ${told(variables.map((one) => one.name)) || "nothing"}`,
      exitCodes.usage,
    );
  if (missing.length > 0)
    throw new CliError(
      `${clean(name)} needs a value: ${missing.map((one) => `-v ${one.name}=…`).join(" ")}`,
      exitCodes.usage,
    );
}
