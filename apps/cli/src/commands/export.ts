import { constants, createWriteStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ApiError } from "@signalbox/client/errors";
import { startExport } from "@signalbox/contract/upkeep";
import { Argument, type Command } from "commander";
import { z } from "zod";
import { CliError, exitCodes } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { waitForJob } from "../server/wait-for-job.ts";

export function addExport(program: Command, context: Context): void {
  program
    .command("export")
    .description("write the event log to a file, one event a line")
    .addArgument(new Argument("<what>", "what to export").choices(["events"]))
    .option("--out <file>", "where to; its own name in this folder where it is not told")
    .action((_what: string, options: { out?: string }) => exportEvents(context, options.out));
}

async function exportEvents(context: Context, out: string | undefined): Promise<void> {
  // Before a long job whose result would have nowhere to go.
  await refuseUnwritable(resolve(out ?? "."), out === undefined);
  const client = await connect(context);
  const { jobId } = await client.call(startExport);
  const { result } = await waitForJob(client, context.io, jobId);
  const made = Made.parse(result);
  const reply = await client
    .open({ method: "GET", path: `/api/exports/${made.file}` })
    .catch((cause: unknown) => {
      throw isElsewhere(cause) ? elsewhere(made, cause) : cause;
    });
  if (reply.body === null) throw new CliError("The export is empty");
  const file = resolve(out ?? basename(made.file));
  await pipeline(Readable.fromWeb(reply.body), createWriteStream(file, { mode: 0o600 }));
  context.io.out(file);
}

const Made = z.object({ file: z.string(), host: z.string(), path: z.string() });

const isElsewhere = (cause: unknown): boolean =>
  cause instanceof ApiError && cause.code === "exports.not_found";

/** The node that answers is not the one that worked. */
const elsewhere = ({ host, path }: z.infer<typeof Made>, cause: unknown): CliError =>
  new CliError(
    `The export is made and lies on ${host}, in ${path}. Where nodes share SIGNALBOX_FILES, any of them offers it`,
    exitCodes.failure,
    { cause },
  );

/** @throws CliError where no file can be written at a path, or in it */
async function refuseUnwritable(path: string, isFolder: boolean): Promise<void> {
  const folder = isFolder ? path : dirname(path);
  const next = "Name a file in a folder that you may write to, with --out";
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new CliError(`There is no folder ${folder}. ${next}`, exitCodes.usage);
  if (!isFolder && (await stat(path).catch(() => null))?.isDirectory())
    throw new CliError(`${path} is a folder. ${next}`, exitCodes.usage);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw new CliError(`The folder ${folder} can't be written to. ${next}`, exitCodes.failure, { cause });
  });
}
