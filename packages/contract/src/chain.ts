import { z } from "zod";
import { Id } from "./common.ts";

/** The CLIs that bots run. */
export const botBackends = ["claude", "codex", "gemini", "opencode", "goose"] as const;
export const BotBackend = z.enum(botBackends).meta({ id: "BotBackend" });
export type BotBackend = z.infer<typeof BotBackend>;

export const ModelName = z
  .string()
  .trim()
  .regex(/^[\w.:/[\]-]{1,100}$/, "must be a model's name");

/** One step of a fallback chain. */
export const ChainLink = z
  .strictObject({
    backend: BotBackend,
    model: ModelName.nullable().default(null).describe("Null for the CLI's own choice"),
    accountId: Id.nullable().default(null).describe("Null for any account of the CLI"),
  })
  .meta({ id: "ChainLink" });
export type ChainLink = z.infer<typeof ChainLink>;
