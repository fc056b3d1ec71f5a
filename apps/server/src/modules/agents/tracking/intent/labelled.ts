import { Intent } from "@signalbox/contract/agents";
import { z } from "zod";

/** A text with what it does, as a person labelled it. docs/intents.md tells by which rule. */
const LabelledMessage = z.object({
  id: z.string(),
  intent: Intent,
  text: z.string(),
  note: z.string().optional(),
});
export type LabelledMessage = z.infer<typeof LabelledMessage>;

/** The labelled set, from its lines. */
export const readLabelled = (lines: string): LabelledMessage[] =>
  lines
    .trimEnd()
    .split("\n")
    .map((line) => LabelledMessage.parse(JSON.parse(line)));

/** Whether nobody looks at a message while writing rules: about a third, told by the id alone. */
export const isHeldOut = ({ id }: LabelledMessage): boolean => fnv(id) % 3 === 0;

/** FNV-1a: spreads short names well, and needs nothing. */
function fnv(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
