import { Checkout } from "@signalbox/contract/executions";
import { expect, test } from "vitest";
import { branchOf, readRef } from "./refs.ts";

test.each([
  ["main", ["refs/remotes/origin/main", "refs/tags/main"]],
  ["refs/heads/--upload-pack=x", ["refs/remotes/origin/--upload-pack=x"]],
  ["refs/tags/v1", ["refs/tags/v1"]],
  ["abcdef0", ["refs/remotes/origin/abcdef0", "refs/tags/abcdef0", "abcdef0"]],
])("%s is looked for among what was fetched", (ref, candidates) => {
  expect(readRef(ref)).toEqual({ candidates, extra: null });
});

test("what is neither branch nor tag is fetched for itself", () => {
  const to = "refs/remotes/others/pull/7/head";
  expect(readRef("refs/pull/7/head")).toEqual({
    candidates: [to],
    extra: { from: "refs/pull/7/head", to },
  });
});

test.each(["--upload-pack=x", "-b", "a b", "a..b", "a:b", "a^", "a\nb", "@{1}", "a//b", "a/", "", "a\u0000"])(
  "%j names nothing",
  (ref) => {
    expect(Checkout.safeParse({ ref }).success).toBe(false);
  },
);

test("a branch is called after its bot and its execution, whatever that is called", () => {
  const id = "01a22d43-aa6c-718c-9995-a675838426bb";
  expect(branchOf("Fix the --flaky tests!", id)).toBe("signalbox/fix-the-flaky-tests/75838426bb");
  expect(branchOf("日本", id)).toBe("signalbox/bot/75838426bb");
});
