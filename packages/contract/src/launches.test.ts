import { expect, test } from "vitest";
import { resumeAgent, startLaunch } from "./launches.ts";

const bodies = (prompt: string) => [
  startLaunch.body.safeParse({ key: "k", backend: "claude", path: "/work", prompt }),
  resumeAgent.body.safeParse({ key: "k", prompt }),
];

test("a prompt that fits in no argument of a program is refused, however few its letters are", () => {
  for (const { success } of bodies("語".repeat(40_000))) expect(success).toBe(true);
  for (const { error } of bodies(`${"語".repeat(40_000)}!`))
    expect(error?.issues).toMatchObject([
      { path: ["prompt"], message: expect.stringContaining("120000 bytes at most") },
    ]);
});
