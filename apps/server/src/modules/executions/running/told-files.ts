import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Child, type Exit, files } from "../../../platform/supervisor/spec.ts";

const ExitFile = z.object({
  code: z.number().nullable(),
  signal: z.string().nullable(),
  stopped: z.enum(["asked", "deadline"]).nullable(),
  failed: z.string().nullable(),
  at: z.number(),
  peakMemoryKb: z.number().nullable(),
  cpuMs: z.number().nullable(),
  lost: z.number(),
}) satisfies z.ZodType<Exit>;
const ChildFile = z.object({
  pid: z.number(),
  supervisor: z.number(),
  at: z.number(),
}) satisfies z.ZodType<Child>;

/** What a supervisor told of the end; null where it has not. */
export const readExit = (folder: string): Promise<Exit | null> =>
  readJson(join(folder, files.exit), ExitFile);

/** What it told of the program; null where it has not started it. */
export const readChild = (folder: string): Promise<Child | null> =>
  readJson(join(folder, files.child), ChildFile);

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readOrNull(path);
  return text === null ? null : schema.parse(JSON.parse(text));
}

/** Null where there is no such file. */
export async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
