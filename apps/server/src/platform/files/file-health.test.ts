import { expect, test } from "vitest";
import { fileHealth } from "./file-health.ts";

test("places that do not answer are told by name, with what to do", async () => {
  const hung = new Map([["/mnt/away", performance.now() - 90_000]]);
  const part = fileHealth({ reads: { hung: () => hung }, lostStores: () => ["/home/a/opencode.db"] });
  expect(await part.check()).toMatchObject({
    status: "warning",
    reason: "2 places do not answer: what is written there is not heard",
    cure: expect.stringContaining("mount it anew"),
    facts: {
      "/mnt/away": "no answer for 90 s",
      "/home/a/opencode.db": "a query in it does not come back",
    },
  });
  hung.clear();
  const well = fileHealth({ reads: { hung: () => hung }, lostStores: () => [] });
  expect(await well.check()).toMatchObject({ status: "ok" });
});
