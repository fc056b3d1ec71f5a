import { expect, test } from "vitest";
import { passwordFault } from "./password-rules.ts";

test.each([
  ["correct horse battery", undefined],
  ["ein Satz über Züge", undefined],
  ["eleven char", "at least 12"],
  ["🚂🚃🚃🚃🚃🚃🚃", "at least 12"],
  ["aaaaaaaaaaaa", "same few characters"],
  ["abababababab", "same few characters"],
  ["ada-lovelace1", "more than your own name"],
  ["ADA-LOVELACE and her engine", undefined],
])("%s: %s", (password, fault) => {
  const found = passwordFault(password, "ada-lovelace");
  if (fault === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(fault);
});
