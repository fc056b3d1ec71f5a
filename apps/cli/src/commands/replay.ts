import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { getSystemErrorMessage } from "node:util";
import { type Client, createClient } from "@signalbox/client/client";
import { UnexpectedReply } from "@signalbox/client/errors";
import { type WatchedBackend, watchedBackends } from "@signalbox/contract/common";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { CliError, type ExitCode, exitCodes } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { readKey } from "../server/read-key.ts";
import { count } from "../text/count.ts";

const Line = z.object({ t_ms: z.number(), payload: z.record(z.string(), z.unknown()) });
interface Line extends z.infer<typeof Line> {
  /** Where it stands, to be named when it is refused. */
  place: string;
}

interface ReplayOptions {
  speed: number;
  backend: WatchedBackend;
  newSessions?: boolean;
}

export function addReplay(program: Command, context: Context): void {
  program
    .command("replay")
    .description("send a recording of hooks (JSON lines of t_ms and payload) as if it happened now")
    .argument("<file>", "the recording")
    .option("--speed <factor>", "how many times faster; 0 is without pauses", readSpeed, 1)
    .addOption(
      new Option("--backend <cli>", "whose hooks they are").choices(watchedBackends).default("claude"),
    )
    .option("--new-sessions", "give its sessions new ids, so that it is no repetition")
    .action((file: string, options: ReplayOptions) => replay(context, file, options));
}

async function replay(context: Context, file: string, options: ReplayOptions): Promise<void> {
  const { io } = context;
  const client = await hookClient(context);
  const rename = options.newSessions ? renamedSessions() : (line: Line) => line;
  const stopped = io.stopSignal();
  let before: number | undefined;
  let sent = 0;
  for await (const line of linesOf(file)) {
    if (options.speed > 0 && before !== undefined) {
      const waitMs = Math.max(0, (line.t_ms - before) / options.speed);
      await pause(waitMs, undefined, { signal: stopped }).catch(() => {});
    }
    if (stopped.aborted) break;
    before = line.t_ms;
    await send(client, options.backend, rename(line));
    sent += 1;
  }
  io.out(`Sent ${count(sent, "hook")}`);
}

/** Hooks have a key of their own, which may do nothing else. */
async function hookClient(context: Context): Promise<Client> {
  const { baseUrl } = await connect(context);
  const apiKey = await readKey(join(context.config.hookFolder, "key"));
  return createClient({ baseUrl, credentials: () => ({ apiKey }) });
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  const input = createReadStream(file);
  let number = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (text.trim() !== "") yield parseLine(text, `${file}:${number}`);
    }
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`${file} can't be read: ${whyUnread(cause)}`, exitCodes.failure, { cause });
  } finally {
    input.destroy();
  }
}

/** In the system's words, without the call that failed. */
const whyUnread = (cause: unknown): string =>
  cause instanceof Error && "errno" in cause && typeof cause.errno === "number"
    ? getSystemErrorMessage(cause.errno)
    : String(cause);

function parseLine(text: string, place: string): Line {
  try {
    return { ...Line.parse(JSON.parse(text)), place };
  } catch (cause) {
    throw new CliError(
      `${place} is no hook: a line should be {"t_ms": …, "payload": {…}}`,
      exitCodes.failure,
      { cause },
    );
  }
}

async function send(client: Client, backend: WatchedBackend, { payload, place }: Line): Promise<void> {
  try {
    const reply = await client.open({ method: "POST", path: `/hooks/${backend}`, body: payload });
    await reply.body?.cancel();
  } catch (error) {
    const refused = error instanceof UnexpectedReply ? refusals[error.status] : undefined;
    if (refused === undefined) throw error;
    throw new CliError(refused.text(backend, place), refused.exitCode, { cause: error });
  }
}

const keyRefused = {
  exitCode: exitCodes.notAllowed,
  text: () => 'The server does not accept the hook\'s key. See "bin/signalbox doctor"',
};
/** Replies to hooks are empty, since nothing of them may reach a model: only the status tells. */
const refusals: Readonly<
  Record<number, { exitCode: ExitCode; text(backend: WatchedBackend, place: string): string }>
> = {
  400: { exitCode: exitCodes.refused, text: (backend, place) => `${place} is no hook of ${backend}` },
  401: keyRefused,
  403: keyRefused,
  404: { exitCode: exitCodes.refused, text: (backend) => `Signalbox can't hook into ${backend} yet` },
};

function renamedSessions(): (line: Line) => Line {
  const names = new Map<unknown, string>();
  return (line) => {
    const session = line.payload.session_id;
    const name = names.get(session) ?? randomUUID();
    names.set(session, name);
    return { ...line, payload: { ...line.payload, session_id: name } };
  };
}

function readSpeed(text: string): number {
  const speed = Number(text);
  if (Number.isFinite(speed) && speed >= 0 && text.trim() !== "") return speed;
  throw new InvalidArgumentError("A speed is a number, 0 or more.");
}
