import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** `acp`: the Agent Client Protocol. `nothing`: it is given the prompt, and its end tells how it went. */
export const programSpeech = ["acp", "nothing"] as const;
export const ProgramSpeaks = z.enum(programSpeech).meta({ id: "ProgramSpeaks" });
export type ProgramSpeaks = z.infer<typeof ProgramSpeaks>;

const isText = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);
const Argument = z
  .string()
  .max(1_000)
  .refine((text) => text.isWellFormed() && !text.includes("\u0000"), "must be text");
const Command = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .refine(isText, "must be text")
  .refine(
    (text) => /^\//.test(text) || /^[\w.+-]+$/.test(text),
    "must be an absolute path, or a name that is found on the path of the server",
  );
const ResultFile = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .refine(isText, "must be text")
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "must be a path within the folder that it works in",
  );

/** What is written of a program. No shell reads any of it. */
export const ProgramContent = z
  .strictObject({
    name: z.string().trim().min(1).max(100).refine(isText, "must be text"),
    command: Command.describe("An absolute path, or a name that is found on the path of the server"),
    args: z
      .array(Argument)
      .max(50)
      .default([])
      .describe("Each as it is; `{prompt}` in one becomes the prompt, which else is on the standard input"),
    speaks: ProgramSpeaks,
    resultFile: ResultFile.nullable()
      .default(null)
      .describe("Where it leaves its result, in its folder; null for its last lines"),
  })
  .refine(({ speaks, args }) => speaks === "nothing" || !args.some((arg) => arg.includes("{prompt}")), {
    path: ["args"],
    error: "are given no prompt where it speaks a protocol",
  })
  .refine(({ speaks, resultFile }) => speaks === "nothing" || resultFile === null, {
    path: ["resultFile"],
    error: "is for a program that speaks no protocol",
  })
  .meta({ id: "ProgramContent" });
export type ProgramContent = z.infer<typeof ProgramContent>;

/** A program that bots may run. */
export const Program = z
  .object({ id: Id, ...ProgramContent.shape, createdAt: Instant, updatedAt: Instant })
  .meta({ id: "Program" });
export type Program = z.infer<typeof Program>;

const ProgramId = z.object({ programId: Id });
const errors = ["programs.name_taken", "auth.watched_agent"] as const;

export const listPrograms = defineRoute({
  method: "GET",
  path: "/api/programs",
  permission: "read",
  summary: "Programs that bots may run, by name",
  query: PageQuery,
  replies: { 200: pageOf(Program) },
  errors: ["request.cursor_invalid"],
});

export const createProgram = defineRoute({
  method: "POST",
  path: "/api/programs",
  permission: "admin",
  summary: "Adds a program that bots may run",
  body: ProgramContent,
  replies: { 201: Program },
  errors: [...errors, "programs.too_many"],
});

export const changeProgram = defineRoute({
  method: "PUT",
  path: "/api/programs/:programId",
  permission: "admin",
  summary: "Writes a program anew; what runs goes on as it began",
  params: ProgramId,
  body: ProgramContent,
  replies: { 200: Program },
  errors: [...errors, "programs.not_found"],
});

export const removeProgram = defineRoute({
  method: "DELETE",
  path: "/api/programs/:programId",
  permission: "admin",
  summary: "Removes a program, with its accounts; links of bots that name it are passed over",
  params: ProgramId,
  replies: { 204: null },
  errors: ["programs.not_found", "auth.watched_agent"],
});
