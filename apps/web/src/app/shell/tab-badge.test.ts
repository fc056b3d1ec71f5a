import { expect, test } from "vitest";
import { nextIndex } from "./stops.ts";
import { badgeIcon, tabTitle } from "./tab-badge.ts";

test("the tab's title counts what waits", () => {
  expect(tabTitle("Now", 3)).toBe("(3) Now · Signalbox");
  expect(tabTitle("Now", 0)).toBe("Now · Signalbox");
  expect(tabTitle(undefined, 0)).toBe("Signalbox");
});

test("the icon's number stays readable", () => {
  expect(decodeURIComponent(badgeIcon(7))).toContain(">7<");
  expect(decodeURIComponent(badgeIcon(250))).toContain(">99<");
});

test("j and k stop at the ends and begin at the near one", () => {
  expect(nextIndex(-1, 1, 3)).toBe(0);
  expect(nextIndex(-1, -1, 3)).toBe(2);
  expect(nextIndex(2, 1, 3)).toBe(2);
  expect(nextIndex(0, -1, 3)).toBe(0);
});
