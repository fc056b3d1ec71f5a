import { z } from "zod";

/** What a CLI calls a tool, and of it alone what stands in brackets: `Bash(npm test:*)`. */
const ToolRule = z
  .string()
  .trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name holds them
  .regex(/^[A-Za-z_][\w.:-]{0,99}(?:\([^\u0000-\u001f]{1,300}\))?$/, "must be a tool, as its CLI writes it");

/** Option lists of CLIs are told apart by commas. */
const Folder = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name holds them
  .regex(/^\/[^\u0000-\u001f,]{1,500}$/, "must be the whole path of a folder, without a comma")
  .refine((path) => !path.split("/").includes(".."), "must not go up again");

/** What an execution may do beside what its access gives it. */
export const Allowed = z
  .strictObject({
    tools: z.array(ToolRule).max(50).default([]).describe("Each as its CLI writes it: `Bash(npm test:*)`"),
    folders: z.array(Folder).max(20).default([]).describe("Beside the one that it works in"),
    network: z
      .boolean()
      .default(false)
      .describe("Whether it may use the network, where its CLI keeps it from that"),
  })
  .meta({ id: "Allowed" });
export type Allowed = z.infer<typeof Allowed>;
export const nothingMore: Allowed = { tools: [], folders: [], network: false };
