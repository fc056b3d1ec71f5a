import { readFile } from "node:fs/promises";
import type { LabelledSets } from "./intents-page.ts";
import { readLabelled } from "./labelled.ts";

const read = async (name: string) => readLabelled(await readFile(new URL(name, import.meta.url), "utf8"));

/** The labelled messages as they stand beside the code. */
export const labelledSets = async (): Promise<LabelledSets> => ({
  first: await read("messages.jsonl"),
  later: await read("later-messages.jsonl"),
});
