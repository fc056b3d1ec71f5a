import { expect, test } from "vitest";
import { pasteInto } from "./typing.ts";

/** As much of tmux as pasting takes: named buffers, and what panes were pasted. */
const aTmux = (fails = false) => {
  const buffers = new Map<string, string>();
  const pasted: string[] = [];
  const ask = async (...command: readonly (string | Uint8Array)[]): Promise<string[]> => {
    const [verb, ...words] = command.map(String);
    const name = words[words.indexOf("-b") + 1] ?? "";
    await new Promise(setImmediate);
    if (verb === "set-buffer") buffers.set(name, words.at(-1) ?? "");
    if (verb === "delete-buffer") buffers.delete(name);
    if (verb !== "paste-buffer") return [""];
    const text = buffers.get(name);
    if (fails || text === undefined) throw new Error(`no buffer ${name}`);
    buffers.delete(name);
    pasted.push(text);
    return [];
  };
  return { tmux: { ask }, buffers, pasted };
};

test("two who paste into a pane at once paste what each of them has", async () => {
  const { tmux, buffers, pasted } = aTmux();
  await Promise.all([pasteInto(tmux, "%1", "one"), pasteInto(tmux, "%1", "other")]);
  expect(pasted).toEqual(["one", "other"]);
  expect(buffers.size).toBe(0);
});

test("what could not be pasted is not left in tmux", async () => {
  const { tmux, buffers } = aTmux(true);
  await expect(pasteInto(tmux, "%1", "secret")).rejects.toThrow("no buffer");
  expect(buffers.size).toBe(0);
});
