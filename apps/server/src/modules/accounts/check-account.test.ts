import { expect, test } from "vitest";
import { adapterOf } from "../backends/index.ts";
import { judged } from "./check-account.ts";

const cli = adapterOf("claude")?.execution;
if (cli === undefined) throw new Error("Claude Code runs no bots");
const secret = "sekrit-of-an-account-9f3k";
const judge = (ended: { code?: number | null; stdout?: object[]; stderr?: string }) =>
  judged(
    {
      ...{ code: ended.code === undefined ? 0 : ended.code, stderr: ended.stderr ?? "" },
      stdout: (ended.stdout ?? []).map((line) => JSON.stringify(line)).join("\n"),
    },
    { cli, at: new Date("2026-12-01T12:00:00Z"), secrets: [secret] },
  );

test("a result without an error is well, whatever was said beside", () => {
  const stdout = [{ type: "result", result: "ok", is_error: false }];
  expect(judge({ stdout, stderr: "a warning" })).toMatchObject({ ok: true, errorClass: null, reason: null });
});

test("a limit tells when it is over", () => {
  const seconds = Date.parse("2026-12-01T15:00:00Z") / 1_000;
  const stdout = [
    { type: "rate_limit_event", rate_limit_info: { status: "rejected", resetsAt: seconds } },
    { type: "result", result: "limit reached", is_error: true, api_error_status: 429 },
  ];
  expect(judge({ code: 1, stdout })).toEqual({
    ...{ ok: false, errorClass: "rate_limit", reason: "limit reached" },
    ...{ resetsAt: new Date("2026-12-01T15:00:00Z"), windows: [] },
  });
});

test("whatever a CLI says of the secret is taken out", () => {
  const stdout = [{ type: "result", result: `bad key ${secret}`, is_error: true, api_error_status: 401 }];
  const { reason } = judge({ code: 1, stdout });
  expect(reason).toBe("bad key [redacted]");
  expect(judge({ code: 1, stderr: `no such key: ${secret}` }).reason).not.toContain(secret);
});

test("one that ends without a word, or not at all, says so", () => {
  expect(judge({ code: 3 })).toMatchObject({ reason: "It ended without an answer (exit code 3)" });
  expect(judge({ code: null })).toMatchObject({ reason: "It did not answer within 60 seconds" });
  expect(judge({ code: null })).toMatchObject({ ok: false, errorClass: "unknown" });
});
