import type { TerminalMessage } from "@signalbox/contract/terminals";
import { expect, onTestFinished, test, vi } from "vitest";
import { PaneStream } from "./pane-stream.ts";
import { mostUnderWay, Viewer } from "./viewer.ts";

/** A pane whose screen says how much was printed before it. */
const aPane = () => {
  const unasked = () => Promise.reject(new Error("not asked here"));
  const stream = new PaneStream(
    { paneId: "%1", size: { columns: 80, rows: 24 } },
    () => ({
      ask: unasked,
      async askTogether(_commands, heard) {
        heard();
        return [["80 24 0 0 0 0 0 0 1 0 0 0 1 0 0 0 0"], [], [`screen`], [], []];
      },
      isOpen: true,
      close: async () => {},
    }),
    () => {},
  );
  const print = async (length: number) => {
    stream.take(Buffer.alloc(length, "x"));
    await new Promise(setImmediate);
  };
  return { stream, print };
};

const aViewer = (stream: PaneStream, patienceMs = 60_000) => {
  const told: TerminalMessage[] = [];
  const printed: Buffer[] = [];
  let stalled = 0;
  const viewer = new Viewer(stream, {
    patienceMs,
    sink: {
      tell: (message) => void told.push(message),
      print: (bytes) => void printed.push(bytes),
      stalled: () => void stalled++,
      failed: (error) => {
        throw error;
      },
      ended: () => {},
    },
  });
  onTestFinished(() => viewer.close());
  const length = () => printed.reduce((sum, bytes) => sum + bytes.length, 0);
  const screens = () => told.flatMap((message) => (message.kind === "screen" ? [message.offset] : []));
  return { viewer, told, printed, length, screens, stalled: () => stalled };
};

test("one who shows nothing is sent no more than may be under way, whatever is printed", async () => {
  const { stream, print } = aPane();
  const one = aViewer(stream);
  await vi.waitFor(() => expect(one.screens()).toEqual([0]));
  one.viewer.took(0);
  const screen = one.length();
  for (let index = 0; index < 30; index++) await print(100_000);
  expect(one.length() - screen).toBe(mostUnderWay);
});

test("one who fell behind what is kept is shown the screen anew, once it shows what it was sent", async () => {
  const { stream, print } = aPane();
  const one = aViewer(stream);
  await vi.waitFor(() => expect(one.screens()).toEqual([0]));
  one.viewer.took(0);
  for (let index = 0; index < 30; index++) await print(100_000);
  one.viewer.took(mostUnderWay);
  await vi.waitFor(() => expect(one.screens()).toEqual([0, 3_000_000]));
  one.viewer.took(3_000_000);
  await print(5);
  expect(one.printed.at(-1)?.toString()).toBe("xxxxx");
});

test("many changes of size make one screen at a time for one who shows none", async () => {
  const { stream } = aPane();
  const one = aViewer(stream);
  await vi.waitFor(() => expect(one.screens()).toHaveLength(1));
  for (let columns = 81; columns < 100; columns++) stream.hasSize({ columns, rows: 24 });
  expect(one.screens()).toHaveLength(1);
  one.viewer.took(0);
  await vi.waitFor(() => expect(one.screens()).toHaveLength(2));
});

test("one who shows nothing for too long is given up, and one to whom nothing is sent is not", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { stream } = aPane();
  const [lively, dead] = [aViewer(stream, 1_000), aViewer(stream, 1_000)];
  await vi.advanceTimersByTimeAsync(10);
  lively.viewer.took(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([lively.stalled(), dead.stalled()]).toEqual([0, 1]);
});

test("one who shows a part of what was sent is shown a resized screen once it shows the rest, or is given up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { stream, print } = aPane();
  const one = aViewer(stream, 1_000);
  await new Promise(setImmediate);
  one.viewer.took(0);
  await print(100_000);
  stream.hasSize({ columns: 81, rows: 24 });
  one.viewer.took(64_000);
  await print(5);
  expect(one.screens()).toEqual([0]);
  one.viewer.took(100_000);
  await new Promise(setImmediate);
  expect(one.screens()).toEqual([0, 100_005]);
  one.viewer.took(100_005);
  await print(100_000);
  stream.hasSize({ columns: 82, rows: 24 });
  one.viewer.took(164_005);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(one.stalled()).toBe(1);
});
