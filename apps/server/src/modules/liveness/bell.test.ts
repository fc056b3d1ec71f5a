import { expect, test } from "vitest";
import { createBell } from "./bell.ts";

const never = new AbortController().signal;
const forEver = 1_000_000;

test("a wait ends when somebody rings, be it before, and those who ring in a row are heard as one", async () => {
  const bell = createBell();
  bell.ring();
  bell.ring();
  await bell.wait(forEver, never);
  const stopping = new AbortController();
  const next = bell.wait(forEver, stopping.signal);
  stopping.abort();
  await next;
  const last = bell.wait(forEver, never);
  bell.ring();
  await last;
});

test("a wait ends by itself, and with its loop", async () => {
  const bell = createBell();
  await bell.wait(1, never);
  await expect(bell.wait(forEver, AbortSignal.abort())).resolves.toBeUndefined();
});
