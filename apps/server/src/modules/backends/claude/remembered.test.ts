import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

const suggests = (...permission_suggestions: object[]) => remembered({ permission_suggestions });

test("what would be allowed from now on is told in words, with how far it goes", () => {
  const rules = [{ toolName: "Bash", ruleContent: "touch a.txt" }, { toolName: "WebFetch" }];
  expect(
    suggests(
      { type: "addRules", rules, behavior: "allow", destination: "localSettings" },
      { type: "setMode", mode: "acceptEdits", destination: "session" },
      { type: "addDirectories", directories: ["/w"], destination: "userSettings" },
    ),
  ).toBe(
    "Bash: touch a.txt, every WebFetch (for good, in this project); every change of files in its folders, and simple commands on them (in this session); work in /w (for good, in every project)",
  );
});

test("without a suggestion there is nothing to tell", () => {
  expect(suggests()).toBeUndefined();
});
