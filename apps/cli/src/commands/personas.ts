import { readFile } from "node:fs/promises";
import type { Client } from "@signalbox/client/client";
import {
  changePersona,
  createPersona,
  listPersonas,
  type Persona,
  personaStatuses,
} from "@signalbox/contract/personas";
import { type Command, Option } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { everyItem } from "../server/every-item.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

interface SaidOptions {
  description?: string;
  skillFile?: string;
  json?: boolean;
}

interface EditOptions extends SaidOptions {
  name?: string;
  status?: Persona["status"];
}

export function addPersonas(program: Command, context: Context): void {
  const personas = program.command("personas").description("who agents are: a role, a name and a skill");
  personas
    .command("list")
    .description("every persona")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
  personas
    .command("add <role> <name>")
    .description("make a persona; its role stays as it is")
    .option("--description <text>", "what it is for")
    .option("--skill-file <file>", "what each agent that is started as it is told")
    .option("--json", "print JSON")
    .action((role: string, name: string, options: SaidOptions) => add(context, { role, name, ...options }));
  personas
    .command("edit <persona>")
    .description("change a persona, named by its id, its slug or its name")
    .option("--name <name>", "what it is called")
    .option("--description <text>", "what it is for")
    .option("--skill-file <file>", "what each agent that is started as it is told")
    .addOption(new Option("--status <status>", "archived starts no agent any more").choices(personaStatuses))
    .option("--json", "print JSON")
    .action((persona: string, options: EditOptions) => edit(context, persona, options));
}

/** The persona of an id, a slug or a name. @throws CliError where there is none, or several */
export async function personaNamed(client: Client, which: string): Promise<Persona> {
  const all = await everyPersona(client);
  const exact = all.find(({ id, slug }) => id === which || slug === which);
  if (exact !== undefined) return exact;
  const [found, ...others] = all.filter(
    ({ name, status }) => status === "active" && name.toLowerCase() === which.toLowerCase(),
  );
  if (found !== undefined && others.length === 0) return found;
  const why =
    found === undefined
      ? `There is no persona ${clean(which)}: see "bin/signalbox personas list"`
      : `Several personas are called ${clean(which)}: ${[found, ...others].map(({ slug }) => slug).join(", ")}`;
  throw new CliError(why, exitCodes.usage);
}

const everyPersona = (client: Client): Promise<Persona[]> =>
  everyItem((cursor) => client.call(listPersonas, { query: { limit: 200, cursor } }));

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const personas = await everyPersona(await connect(context));
  if (json) return io.out(cleanJson({ items: personas }, 2));
  if (personas.length === 0)
    return io.out('No persona yet. Make one: "bin/signalbox personas add ROLE NAME --skill-file FILE"');
  io.out(table(io, columns(io), personas));
}

const columns = (io: Io): Column<Persona>[] => [
  { title: "PERSONA", text: ({ slug }) => slug },
  { title: "NAME", text: ({ name }) => clean(name) },
  { title: "ROLE", text: ({ role }) => clean(role) },
  { title: "STATUS", text: ({ status }) => status },
  { title: "CHANGED", text: ({ updatedAt }) => ago(updatedAt, io.now()) },
  { title: "WHAT FOR", text: ({ description }) => clean(description), isWide: true },
];

async function add(
  context: Context,
  { role, name, json, ...options }: SaidOptions & { role: string; name: string },
): Promise<void> {
  const body = { role, name, ...(await said(options)) };
  tell(context, await (await connect(context)).call(createPersona, { body }), json);
}

async function edit(context: Context, which: string, { json, ...options }: EditOptions): Promise<void> {
  const { name, status } = options;
  const body = {
    ...(await said(options)),
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
  };
  if (Object.keys(body).length === 0)
    throw new CliError(
      "Say what to change: --name, --description, --skill-file or --status",
      exitCodes.usage,
    );
  const client = await connect(context);
  const { id: personaId } = await personaNamed(client, which);
  tell(context, await client.call(changePersona, { params: { personaId }, body }), json);
}

const said = async ({ description, skillFile }: Pick<SaidOptions, "description" | "skillFile">) => ({
  ...(description === undefined ? {} : { description }),
  ...(skillFile === undefined ? {} : { skill: await textOf(skillFile) }),
});

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CliError(`${clean(path)} could not be read`, exitCodes.usage, { cause });
  }
}

function tell({ io }: Context, persona: Persona, json: boolean | undefined): void {
  io.out(json ? cleanJson(persona, 2) : `${clean(persona.name)} (${persona.slug})`);
}
