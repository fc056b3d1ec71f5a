import { expect, test } from "vitest";
import { newSecret } from "../../kernel/ids.ts";
import { createLogger, type LoggerOptions } from "./logger.ts";

const aLogger = (options: Partial<LoggerOptions> = {}) => {
  const lines: string[] = [];
  const log = createLogger({
    level: "debug",
    destination: { write: (line) => lines.push(line) },
    ...options,
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "null") };
};

test("a log line is one JSON object with level, time and words", () => {
  const { log, last } = aLogger();
  log.info({ correlationId: "c-1" }, "request");
  expect(last()).toEqual({ level: "info", time: expect.any(String), correlationId: "c-1", msg: "request" });
});

test("secrets are taken out of fields, of messages and of errors", () => {
  const { log, lines } = aLogger({ secrets: ["chosen by the operator"] });
  const secret = newSecret("sbx_key");
  log.warn({ headers: { authorization: "whatever" }, nested: [{ password: "hunter2" }] }, "refused");
  log.error({ err: new Error(`failed with ${secret}`, { cause: new Error(`and ${secret}`) }) }, secret);
  log.error({ err: Object.assign(new Error("sent"), { request: { password: "swordfish" } }) });
  log.info({ key: "is chosen by the operator" }, "chosen by the operator");
  const all = lines.join("");
  for (const text of ["whatever", "hunter2", "swordfish", secret, "chosen by the operator"])
    expect(all).not.toContain(text);
});

test("an error keeps its type, stack and cause", () => {
  const { log, last } = aLogger();
  log.error({ err: new TypeError("outer", { cause: new Error("inner") }) }, "a request failed");
  expect(last().err).toMatchObject({ type: "TypeError", message: expect.stringContaining("outer") });
  expect(last().err.stack).toContain("inner");
});

test("lines below the level are not written", () => {
  const { log, lines } = aLogger({ level: "warn" });
  log.info("quiet");
  expect(lines).toEqual([]);
});
