import type { ExecutionTold } from "../../backends/index.ts";

/** What a CLI said so far. */
export interface Said {
  /** Since it worked last. */
  words: string;
  refused: readonly string[];
}

/** More is not kept of a result. */
const mostWords = 256 * 1024;

/** With one more thing that was told. */
export function saidWith(said: Said, told: ExecutionTold): Said {
  switch (told.kind) {
    case "words":
      return { ...said, words: ((told.joins ? said.words : "") + told.text).slice(0, mostWords) };
    case "working":
      return { ...said, words: "" };
    case "refused":
      return said.refused.includes(told.tool) ? said : { ...said, refused: [...said.refused, told.tool] };
    default:
      return said;
  }
}
