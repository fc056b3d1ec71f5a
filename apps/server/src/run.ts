import { accessSync, constants, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pathFault } from "@signalbox/state-folder/path-fault";
import { shellWord } from "@signalbox/state-folder/shell-word";
import { type Config, loadEnvFile, readConfig } from "./app/config.ts";
import { inTemporaryFolder } from "./app/demo/demo-folder.ts";
import { startServer } from "./app/server.ts";
import { openServerLog } from "./app/server-log.ts";
import { systemClock } from "./kernel/clock.ts";
import { AppError } from "./kernel/errors.ts";
import { logFileIn } from "./platform/logging/log-file.ts";
import { whyNot } from "./why-not.ts";

/** A stop that takes longer than this is no longer orderly. */
const stopWithinMs = 10_000;
/** Ctrl-C reaches the server and npm above it, which passes its copy on: within this time they are one. */
const echoMs = 1_000;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const complain = (text: string) => process.stderr.write(`${text}\n`);

/** Runs the server until it is told to stop; says what it is to people, and why it can't start. */
export async function run(): Promise<void> {
  try {
    loadEnvFile();
    const [command, backup, ...args] = process.argv.slice(2);
    if (command === "restore" && backup !== undefined) return await runRestore(readConfig(args), backup);
    if (command === "migrate-to") return await runMigrateTo(readConfig(process.argv.slice(3)));
    const given = readConfig(process.argv.slice(2));
    const config = given.demo ? inTemporaryFolder(given) : given;
    await serve(config).catch((error: unknown) => {
      throw asStateFault(error, config.home);
    });
  } catch (error) {
    complain(whyNot(error, process.argv[2]));
    process.exit(exitCodeOf(error));
  }
}

/** As docs/cli.md lists them: the command line ends with what this process ended with. */
function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return 1;
  if (error.kind === "invalid") return 2;
  return error.kind === "conflict" && process.argv[2] === "migrate-to" ? 5 : 1;
}

async function runRestore(config: Config, backup: string): Promise<void> {
  const { restore } = await import("./app/restore.ts");
  say(await restore(config, backup, systemClock));
}

async function runMigrateTo(config: Config): Promise<void> {
  const { migrateTo } = await import("./app/migrate-to.ts");
  say(await migrateTo(config, { clock: systemClock, note: complain }));
}

function asStateFault(error: unknown, home: string): unknown {
  const fault = pathFault(error, home);
  if (fault === null) return error;
  return new AppError("unavailable", "state_folder.unusable", `${fault.text}. ${fault.cure}`, {
    cause: error,
  });
}

async function serve(config: Config): Promise<void> {
  if (config.demo)
    process.once("exit", () => rmSync(config.home, { recursive: true, force: true, maxRetries: 9 }));
  for (const folder of [config.home, dirname(logFileIn(config.home))]) makeUsable(folder);
  const { log, close } = openServerLog(config);
  const starting = config.demo
    ? import("./app/demo/start-demo.ts").then(({ startDemo }) => startDemo(config, systemClock, log))
    : startServer(config, systemClock, log);
  // A closed terminal ends a demo in order, so that its folder goes; a server is left to the terminal's default.
  const endings: NodeJS.Signals[] = config.demo ? ["SIGTERM", "SIGINT", "SIGHUP"] : ["SIGTERM", "SIGINT"];
  const isStopping = stopOn(endings, async () => {
    await (await starting).stop();
    await close?.();
  });
  const server = await starting;
  if (isStopping()) return;
  if (config.role === "worker")
    return say(`Signalbox ${config.version} works; its health is at ${server.url}`);
  say(`Signalbox ${config.version} is at ${server.url} — sign in with ${await server.signInLink()}`);
  if (!config.demo) return;
  say("This board is made of recordings, and goes when you stop it.");
  say(`For another sign-in link: SIGNALBOX_HOME=${shellWord(config.home)} bin/signalbox login`);
}

/** A folder that can't be used is told by its own name, and before a database is opened for nothing. */
function makeUsable(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Stops at the first of these signals, and leaves at once at a second. Tells whether one came. */
function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>): () => boolean {
  let stoppingSince: number | undefined;
  const onSignal = () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > echoMs) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => stoppingSince !== undefined;
}
