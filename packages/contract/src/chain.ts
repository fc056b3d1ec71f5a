import { z } from "zod";
import { Id } from "./common.ts";

/** The CLIs that bots run; `program` is one that an administrator wrote down. */
export const botBackends = ["claude", "codex", "gemini", "opencode", "goose", "program"] as const;
export const BotBackend = z.enum(botBackends).meta({ id: "BotBackend" });
export type BotBackend = z.infer<typeof BotBackend>;

export const ModelName = z
  .string()
  .trim()
  .regex(/^[\w.:/[\]-]{1,100}$/, "must be a model's name");

/** Whether a link says which program, where it is one, and only there. */
export const namesItsProgram = ({
  backend,
  programId,
}: {
  backend: BotBackend;
  programId?: string | undefined;
}) => (backend === "program") === (programId !== undefined);

/** One step of a fallback chain. */
export const ChainLink = z
  .strictObject({
    backend: BotBackend,
    model: ModelName.nullable().default(null).describe("Null for the CLI's own choice"),
    accountId: Id.nullable().default(null).describe("Null for any account of the CLI"),
    programId: Id.optional().describe("Which program, where the CLI is one"),
  })
  .refine(namesItsProgram, { path: ["programId"], error: "says which program, where the CLI is `program`" })
  .meta({ id: "ChainLink" });
export type ChainLink = z.infer<typeof ChainLink>;
