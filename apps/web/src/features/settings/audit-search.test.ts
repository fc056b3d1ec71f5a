import { expect, test } from "vitest";
import { filterOf, readAuditSearch } from "./audit-search.ts";

test("an address that says nothing of use narrows nothing", () => {
  expect(readAuditSearch({ person: "", days: 8, family: 3, more: "x" })).toEqual({});
  expect(filterOf({}, 0)).toEqual({});
});

test("the same question within an hour is the same", () => {
  const at = Date.parse("2026-11-22T10:20:30Z");
  const search = readAuditSearch({ family: "user.*", days: 7, subject: "s" });
  expect(filterOf(search, at)).toEqual({
    action: "user.*",
    subjectId: "s",
    from: "2026-11-15T10:00:00.000Z",
  });
  expect(filterOf(search, at + 60_000)).toEqual(filterOf(search, at));
});
