import { isObject } from "../../../kernel/json.ts";
import type { Observation, SignalImage } from "../../backends/index.ts";

/** The images that belong to what was observed: of a tool those that its call or answer has a mark of, else all. */
export function imagesOf(observation: Observation, images: readonly SignalImage[]): readonly SignalImage[] {
  if (observation.kind !== "tool_started" && observation.kind !== "tool_finished") return images;
  const marked = marksIn(observation);
  return images.filter(({ hash }) => marked.has(hash));
}

function marksIn(value: unknown, marked = new Set<unknown>()): ReadonlySet<unknown> {
  if (Array.isArray(value)) for (const item of value) marksIn(item, marked);
  if (!isObject(value)) return marked;
  if (value.type === "image" && isObject(value.image)) marked.add(value.image.hash);
  for (const item of Object.values(value)) marksIn(item, marked);
  return marked;
}
