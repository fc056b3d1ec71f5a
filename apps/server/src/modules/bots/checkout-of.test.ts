import { expect, test } from "vitest";
import { checkoutOf } from "./checkout-of.ts";

const target = { repository: "Acme/shop", ref: "refs/pull/7/head" };

test.each([
  ["https://github.com/acme/shop.git", target.ref],
  ["git@github.com:acme/shop", target.ref],
  ["https://github.com/evil-acme/shop.git", null],
  ["https://github.com/acme/other.git", null],
  [null, target.ref],
])("what is about a pull request is checked out where it is of %s", (remote, ref) => {
  expect(checkoutOf(target, remote)).toEqual({ ref, base: null });
  expect(checkoutOf(null, remote).ref).toBeNull();
});
