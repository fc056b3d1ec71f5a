import { resolve } from "node:path";
import type { Client } from "@signalbox/client/client";
import { changeProject, createProject, listProjects, type Project } from "@signalbox/contract/projects";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { everyItem } from "../server/every-item.ts";
import { clean, cleanJson, cleanOr } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

interface AddOptions {
  name?: string;
  description?: string;
  remote?: string;
  json?: boolean;
}

interface EditOptions extends AddOptions {
  path?: string;
  remoteOfFolder?: boolean;
}

export function addProjects(program: Command, context: Context): void {
  const projects = program.command("projects").description("folders and repositories that work happens in");
  projects
    .command("list")
    .description("every project")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
  projects
    .command("add")
    .argument("[folder]", "a folder of this machine")
    .description("add a project, by its folder or by the remote of its repository")
    .option("--remote <url>", "where its git repository comes from")
    .option("--name <name>", "what it is called, where that is not the folder's name")
    .option("--description <text>", "what it is about")
    .option("--json", "print JSON")
    .action((folder: string | undefined, options: AddOptions) => add(context, folder, options));
  projects
    .command("edit <project>")
    .description("change a project, named by its id, its slug or its folder")
    .option("--name <name>", "what it is called")
    .option("--description <text>", "what it is about")
    .option("--path <folder>", "where it lies now")
    .option("--remote <url>", 'where its git repository comes from; "" for nowhere')
    .option("--remote-of-folder", "say no more where it comes from: its folder tells")
    .option("--json", "print JSON")
    .action((project: string, options: EditOptions) => edit(context, project, options));
}

const everyProject = (client: Client): Promise<Project[]> =>
  everyItem((cursor) => client.call(listProjects, { query: { limit: 200, cursor } }));

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const projects = await everyProject(await connect(context));
  if (json) return io.out(cleanJson({ items: projects }, 2));
  if (projects.length === 0) return io.out('No project yet. Add one: "bin/signalbox projects add FOLDER"');
  io.out(table(io, columns(io, projects), projects));
}

const columns = (io: Io, all: readonly Project[]): Column<Project>[] => {
  const slugs = new Map(all.map(({ id, slug }) => [id, slug]));
  return [
    { title: "PROJECT", text: ({ slug }) => slug },
    { title: "NAME", text: ({ name }) => clean(name) },
    { title: "LIVE", text: ({ liveAgents }) => String(liveAgents) },
    { title: "SEEN", text: ({ lastSeenAt }) => (lastSeenAt === null ? "-" : ago(lastSeenAt, io.now())) },
    { title: "WORKTREE OF", text: ({ repositoryId }) => slugs.get(repositoryId ?? "") ?? "-" },
    { title: "WHERE", text: ({ path, remote }) => cleanOr(path ?? remote, "-"), isWide: true },
  ];
};

async function add(context: Context, folder: string | undefined, options: AddOptions): Promise<void> {
  const { remote, name, description = "", json } = options;
  if (folder === undefined && remote === undefined)
    throw new CliError("Say what to add: a folder, or --remote with an address", exitCodes.usage);
  const body = {
    description,
    ...(folder === undefined ? {} : { path: resolve(folder) }),
    ...(remote === undefined ? {} : { remote }),
    ...(name === undefined ? {} : { name }),
  };
  tell(context, await (await connect(context)).call(createProject, { body }), json);
}

async function edit(context: Context, which: string, { json, ...options }: EditOptions): Promise<void> {
  const client = await connect(context);
  const project = (await everyProject(client)).find(
    ({ id, slug, path }) => id === which || slug === which || path === resolve(which),
  );
  if (project === undefined)
    throw new CliError(
      `There is no project ${clean(which)}: see "bin/signalbox projects list"`,
      exitCodes.usage,
    );
  const { path, remote, remoteOfFolder, ...words } = options;
  const body = {
    ...words,
    ...(path === undefined ? {} : { path: resolve(path) }),
    ...(remote === undefined ? {} : { remote: remote === "" ? null : remote }),
    ...(remoteOfFolder === true ? { remoteByHand: false as const } : {}),
  };
  if (Object.keys(body).length === 0)
    throw new CliError(
      "Say what to change: --name, --description, --path, --remote or --remote-of-folder",
      exitCodes.usage,
    );
  tell(context, await client.call(changeProject, { params: { projectId: project.id }, body }), json);
}

function tell({ io }: Context, project: Project, json: boolean | undefined): void {
  const { name, slug, path, remote } = project;
  const line = `${clean(name)} (${slug}) at ${clean(path ?? remote ?? "")}`;
  io.out(json ? cleanJson(project, 2) : line);
}
