import { Command } from "commander";
import { CliError, exitCodes, explain } from "./errors.ts";
import { painted } from "./io.ts";
import type { Context } from "./server/connect.ts";
import { asUsageFault } from "./usage.ts";

type Add = (program: Command, context: Context) => void;

/** Each command's own file, read only when it is wanted: a prompt asks for the status line all the time. */
const commands: Record<string, () => Promise<Add>> = {
  up: async () => (await import("./commands/up.ts")).addUp,
  down: async () => (await import("./commands/down.ts")).addDown,
  status: async () => (await import("./commands/status.ts")).addStatus,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  hooks: async () => (await import("./commands/hooks.ts")).addHooks,
  agents: async () => (await import("./commands/agents.ts")).addAgents,
  start: async () => (await import("./commands/start.ts")).addStart,
  resume: async () => (await import("./commands/start.ts")).addResume,
  attach: async () => (await import("./commands/attach.ts")).addAttach,
  end: async () => (await import("./commands/end.ts")).addEnd,
  restart: async () => (await import("./commands/restart.ts")).addRestart,
  projects: async () => (await import("./commands/projects.ts")).addProjects,
  personas: async () => (await import("./commands/personas.ts")).addPersonas,
  bots: async () => (await import("./commands/bots.ts")).addBots,
  run: async () => (await import("./commands/run-bot.ts")).addRun,
  "go-on": async () => (await import("./commands/go-on.ts")).addGoOn,
  logs: async () => (await import("./commands/executions.ts")).addLogs,
  cancel: async () => (await import("./commands/executions.ts")).addCancel,
  answer: async () => (await import("./commands/answer.ts")).addAnswer,
  notifications: async () => (await import("./commands/notifications.ts")).addNotifications,
  tail: async () => (await import("./commands/tail.ts")).addTail,
  login: async () => (await import("./commands/login.ts")).addLogin,
  backup: async () => (await import("./commands/backup.ts")).addBackup,
  import: async () => (await import("./commands/import.ts")).addImport,
  restore: async () => (await import("./commands/restore.ts")).addRestore,
  "migrate-to": async () => (await import("./commands/migrate-to.ts")).addMigrateTo,
  export: async () => (await import("./commands/export.ts")).addExport,
  retention: async () => (await import("./commands/retention.ts")).addRetention,
  users: async () => (await import("./commands/users.ts")).addUsers,
  replay: async () => (await import("./commands/replay.ts")).addReplay,
};

/** What can be asked of a server elsewhere; it makes no sign-in links for keys, and the rest is about this machine. */
const farCommands = new Set(["status", "agents", "tail"]);

/** `--server <url>` before the command, and the rest of the line. */
const takeServer = (args: readonly string[]): { server: string | undefined; rest: readonly string[] } => {
  const [first = "", second, ...more] = args;
  if (first === "--server" && second !== undefined) return { server: second, rest: more };
  const joined = /^--server=(.+)$/.exec(first)?.[1];
  return { server: joined, rest: joined === undefined ? args : args.slice(1) };
};

/** The surroundings of one command, which may be about a server elsewhere. */
const aimedAt = (context: Context, server: string | undefined, command: string): Context => {
  const { config } = context;
  const remote = server === undefined ? config.remote : { url: server, apiKey: config.apiKey };
  if (remote === undefined || command.startsWith("-")) return context;
  if (farCommands.has(command)) return { ...context, config: { ...config, remote } };
  if (server === undefined) return { ...context, config: { ...config, remote: undefined } };
  const far = [...farCommands].join(", ");
  throw new CliError(`Only ${far} can be asked of a server elsewhere`, exitCodes.usage);
};

/** Runs one command line and answers the exit code; nothing escapes but what was said through `io`. */
export async function run(line: readonly string[], context: Context): Promise<number> {
  const { io } = context;
  const { server, rest: args } = takeServer(line);
  let aimed = context;
  try {
    aimed = aimedAt(context, server, args[0] ?? "");
    const program = await programOf(args[0] ?? "", aimed);
    await program.parseAsync(args, { from: "user" }).catch((error: unknown) => {
      throw asUsageFault(error, program, args);
    });
    return exitCodes.ok;
  } catch (error) {
    const { line, exitCode } = explain(error, aimed.config);
    if (line) io.err(`${painted(io, "red", "signalbox:")} ${line}`);
    return exitCode;
  }
}

async function programOf(wanted: string, context: Context): Promise<Command> {
  const { io } = context;
  const program = new Command("signalbox")
    .description(
      "The room from which coding agents are watched. Alone it starts the server and opens the page.",
    )
    .version(context.config.version)
    .option("--server <url>", "ask a server elsewhere, with the key in SIGNALBOX_API_KEY")
    .helpCommand(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      // What was wrong is thrown as well, and told in one line.
      writeErr: () => {},
      getOutHasColors: () => io.hasColour,
    });
  // With an action of its own, the program would take an unknown command for too many arguments.
  if (isOption(wanted)) program.action(async () => (await import("./commands/up.ts")).openPage(context));
  const one = commands[wanted];
  for (const load of one === undefined ? Object.values(commands) : [one]) (await load())(program, context);
  return program;
}

const isOption = (wanted: string): boolean => wanted === "" || wanted.startsWith("-");
