import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Child, type Exit, files } from "../../../platform/supervisor/spec.ts";

const ExitFile = z.object({
  code: z.int32().nullable(),
  signal: z
    .string()
    .regex(/^SIG[A-Z0-9]{1,20}$/)
    .nullable(),
  stopped: z.enum(["asked", "deadline"]).nullable(),
  failed: z.string().nullable(),
  at: z.number(),
  peakMemoryKb: z.int32().nullable(),
  cpuMs: z.int().nonnegative().nullable(),
  lost: z.int().nonnegative(),
}) satisfies z.ZodType<Exit>;
const ChildFile = z.object({
  pid: z.int32().positive(),
  supervisor: z.int32().positive(),
  at: z.number(),
}) satisfies z.ZodType<Child>;

/** What a supervisor told of the end; null where it has not. */
export const readExit = (folder: string): Promise<Exit | null> =>
  readJson(join(folder, files.exit), ExitFile);

/** What it told of the program; null where it has not started it. */
export const readChild = (folder: string): Promise<Child | null> =>
  readJson(join(folder, files.child), ChildFile);

/** Nothing is told by what no supervisor wrote: the program can reach that folder, too. */
async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readOrNull(path);
  return text === null ? null : (schema.safeParse(parsed(text)).data ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null where there is no such file. */
export async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const missing = ["ENOENT", "ENOTDIR"];

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && missing.includes(String(error.code));
