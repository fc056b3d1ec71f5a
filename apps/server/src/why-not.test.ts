import { expect, test } from "vitest";
import { AppError } from "./kernel/errors.ts";
import { whyNot } from "./why-not.ts";

const diskFault = new Error("EIO: i/o error, read");
const faults = new AppError(
  "invalid",
  "config.invalid",
  "Signalbox can't start:\n  A is wrong\n  B is wrong",
);

test("a command says in one line what the system refused, without a stack", () => {
  expect(whyNot(diskFault, "restore")).toBe(
    'signalbox: It failed: EIO: i/o error, read. Mend that, and run "bin/signalbox restore" again',
  );
});

test("a command says every fault of the settings in one line", () => {
  expect(whyNot(faults, "migrate-to")).toBe("signalbox: Signalbox can't start: A is wrong; B is wrong");
});

test("a start that failed unexpectedly says where, and an expected one only why", () => {
  expect(whyNot(diskFault, undefined)).toContain("why-not.test.ts");
  expect(whyNot(faults, undefined)).toBe(faults.message);
});
