import { expect, onTestFinished, test, vi } from "vitest";
import { createTypedAhead } from "./typed-ahead.ts";

/** A page's keys, and whether the page itself hears those that are pressed. */
const aPage = () => {
  const keys = new EventTarget();
  const ahead = createTypedAhead(keys);
  const heard: string[] = [];
  const press = (key: string, held: { altKey?: true; ctrlKey?: true } = {}) => {
    if (keys.dispatchEvent(Object.assign(new Event("keydown", { cancelable: true }), { key, ...held })))
      heard.push(key);
  };
  const type = (...all: string[]) => {
    for (const key of all) press(key);
  };
  return { ahead, heard, press, type };
};

test("what is typed before the field is there waits for it, and nothing else answers to it", () => {
  const { ahead, heard, type } = aPage();
  type("x");
  ahead.begin(() => {});
  type("n", "o", "w", "Enter");
  expect(ahead.take()).toEqual({ words: "now", entered: true });
  type("y");
  expect(ahead.take()).toEqual({ words: "", entered: false });
  expect(heard).toEqual(["x", "y"]);
});

test("what is typed ahead can be corrected, and ends with Enter", () => {
  const { ahead, type } = aPage();
  ahead.begin(() => {});
  type("Backspace", "n", "i", "Backspace", "o", "w", "Enter", "b", "Backspace");
  expect(ahead.take()).toEqual({ words: "now", entered: true });
});

test("keys that write nothing do what they always do", () => {
  const { ahead, heard, press, type } = aPage();
  ahead.begin(() => {});
  type("F5", "Tab", "ArrowDown", "Shift");
  press("d", { altKey: true });
  press("k", { ctrlKey: true });
  expect(heard).toEqual(["F5", "Tab", "ArrowDown", "Shift", "d", "k"]);
  expect(ahead.take().words).toBe("");
});

test("Escape gives up, whatever else on the page would answer to it", () => {
  const { ahead, heard, type } = aPage();
  const giveUp = vi.fn(() => void ahead.take());
  ahead.begin(giveUp);
  type("a", "Escape");
  expect(giveUp).toHaveBeenCalledOnce();
  expect(heard).toEqual([]);
  type("b");
  expect(heard).toEqual(["b"]);
});

test("the page has its keys back where the field does not come", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { ahead, heard, type } = aPage();
  ahead.begin(() => {});
  type("n");
  vi.advanceTimersByTime(2000);
  type("j");
  expect(heard).toEqual(["j"]);
  expect(ahead.take().words).toBe("n");
});

test("an earlier wait does not end a later one", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { ahead, type } = aPage();
  ahead.begin(() => {});
  vi.advanceTimersByTime(1900);
  ahead.begin(() => {});
  vi.advanceTimersByTime(100);
  type("n");
  expect(ahead.take().words).toBe("n");
});
