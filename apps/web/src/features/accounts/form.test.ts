import { NewAccount } from "@signalbox/contract/accounts";
import { expect, test } from "vitest";
import { bodyOf, kindsOf, nothing, withBackend } from "./form.ts";

const typed = { ...nothing, name: "Work", folder: "/home/ada/work", secret: "secret-key" };

test.each(["claude", "codex", "gemini", "opencode"] as const)(
  "every kind of account of %s that can be chosen is one that the server takes",
  (backend) => {
    for (const kind of kindsOf(backend))
      expect(NewAccount.parse(bodyOf({ ...typed, backend, kind }))).toMatchObject({
        backend,
        kind,
        name: "Work",
      });
  },
);

test("with another CLI, a kind that it has not becomes a key", () => {
  expect(withBackend({ ...typed, kind: "token" }, "codex")).toMatchObject({ backend: "codex", kind: "key" });
  expect(withBackend({ ...typed, kind: "folder" }, "codex").kind).toBe("folder");
});
