import { expect, test } from "vitest";
import { createSealing, seal } from "./sealing.ts";

test("what is sealed for a node is read by that node, about that thing, and by no other", async () => {
  const [node, other] = [createSealing(), createSealing()];
  const sealed = await seal("a secret 🦊", { key: await node.publicKey(), about: "answer 1" });
  expect(sealed).not.toContain("secret");
  expect(await node.open(sealed, "answer 1")).toBe("a secret 🦊");
  await expect(node.open(sealed, "answer 2")).rejects.toThrow();
  await expect(other.open(sealed, "answer 1")).rejects.toThrow();
  await expect(node.open("garbage", "answer 1")).rejects.toThrow();
});
