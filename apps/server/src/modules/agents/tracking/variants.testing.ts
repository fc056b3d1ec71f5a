import type { RecordedHook } from "@signalbox/testkit/recordings";

/** A recorded hook with its place in the recording. */
export interface Line extends RecordedHook {
  line: number;
}

export const numbered = (lines: readonly RecordedHook[]): Line[] =>
  lines.map((hook, line) => ({ ...hook, line }));

const anchors = ["UserPromptSubmit", "Stop", "StopFailure", "SessionStart", "SessionEnd"];

/** Moves lines by up to 200 ms; anchors keep their places and nothing crosses one. */
export function shuffled(lines: readonly Line[], random: () => number): Line[] {
  const out: Line[] = [];
  let between: { line: Line; at: number }[] = [];
  const flush = () => {
    out.push(...between.sort((a, b) => a.at - b.at).map(({ line }) => line));
    between = [];
  };
  for (const line of lines) {
    if (anchors.includes(String(line.payload.hook_event_name))) {
      flush();
      out.push(line);
    } else {
      between.push({ line, at: line.atMs + random() * 200 });
    }
  }
  flush();
  return out;
}
