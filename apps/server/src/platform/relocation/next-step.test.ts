import { expect, test } from "vitest";
import { nextLimit } from "./copy-table.ts";
import { nextStep, wasMoved } from "./next-step.ts";

const source = { id: "a", usedBefore: "7" };
const ledger = { source: "a", used: "7", migrations: "m" };
const found = { where: "box/db", ledger, occupied: true, migrations: "m", source };
const note = { to: "box/db", at: "2026-01-02T03:04:05Z" };

test("a move begins in an empty database", () => {
  expect(nextStep({ ...found, ledger: null, occupied: false })).toBe("begin");
});

test("a database that has tables is left alone", () => {
  expect(() => nextStep({ ...found, ledger: null })).toThrow("has tables already");
});

test("a move goes on where it was left, and anew where its source was used since", () => {
  expect(nextStep(found)).toBe("go_on");
  expect(nextStep({ ...found, ledger: { ...ledger, used: "6" } })).toBe("begin_anew");
});

test("what another database or another version left is not gone on with", () => {
  expect(() => nextStep({ ...found, ledger: { ...ledger, source: "b" } })).toThrow("of another database");
  expect(() => nextStep({ ...found, ledger: { ...ledger, migrations: "n" } })).toThrow("another version");
});

test("nothing is left to do where it was moved to, unless the ledger is still there or nothing else", () => {
  expect(wasMoved(null, { ...found, ledger: null }, "f")).toBe(false);
  expect(wasMoved(note, { ...found, ledger: null }, "f")).toBe(true);
  expect(wasMoved(note, found, "f")).toBe(false);
  expect(() => wasMoved(note, { ...found, ledger: null, occupied: false }, "f")).toThrow("remove f");
  expect(() => wasMoved({ ...note, to: "elsewhere" }, found, "f")).toThrow("moved to elsewhere");
});

test("pages grow slowly, and shrink at once to what fits", () => {
  expect(nextLimit(100, 1_000)).toBe(200);
  expect(nextLimit(800, 1_000)).toBe(1_000);
  expect(nextLimit(1_000, 100_000_000)).toBe(10);
  expect(nextLimit(1, 100_000_000)).toBe(1);
});
