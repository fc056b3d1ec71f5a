import { expect, test } from "vitest";
import { projectRules } from "./default-rules.ts";
import { projectFolder } from "./project-folder.ts";

const rules = projectRules({
  userHome: "/home/ada",
  temporaryFolder: "/scratch",
  configurationFolders: ["/home/ada/.claude", "/home/ada/.codex", "/home/ada/.signalbox"],
  worktreeFolders: ["/home/ada/.signalbox/worktrees"],
});
const marked = new Set([
  "/",
  "/home/ada",
  "/home/ada/shop",
  "/home/ada/shop/web",
  "/tmp",
  "/tmp/clone",
  "/home/ada/.claude/plugin",
  "/home/ada/.signalbox",
  "/home/ada/.signalbox/worktrees/shop-1",
]);
const hasMarker = async (folder: string) => marked.has(folder);

test.each([
  ["/home/ada/shop", "/home/ada/shop", "a marked folder"],
  ["/home/ada/shop/api/src", "/home/ada/shop", "the nearest marked folder above"],
  ["/home/ada/shop/web/src", "/home/ada/shop/web", "the nearest, not the topmost"],
  ["/home/ada/shop/", "/home/ada/shop", "a trailing slash changes nothing"],
  ["/home/ada/shop/../shop/./web", "/home/ada/shop/web", "a crooked path is straightened"],
  ["/home/ada/notes", "/home/ada/notes", "without a marker the folder itself"],
  ["/workspace", "/workspace", "a folder that does not exist"],
  ["/home/ada/.claude-notes", "/home/ada/.claude-notes", "a name that only begins alike"],
  ["/tmp/clone/src", "/tmp/clone", "a repository that was put in a temporary folder"],
  ["/", null, "the root"],
  ["/home/ada", null, "home, even with a marker"],
  ["/tmp", null, "the temporary folder, even with a marker"],
  ["/tmp/xyz/deep", null, "an unmarked folder in it"],
  ["/scratch/run-1", null, "this machine's own temporary folder"],
  ["/private/var/folders/ab/T/x", null, "the temporary folder of macOS"],
  ["/home/ada/.claude", null, "a CLI's configuration folder"],
  ["/home/ada/.claude/plugin/src", null, "anything inside of it"],
  [
    "/home/ada/.signalbox/worktrees/shop-1/src",
    "/home/ada/.signalbox/worktrees/shop-1",
    "a worktree of ours",
  ],
  ["/home/ada/.signalbox/worktrees/shop-2", null, "one of ours that is gone"],
  ["/home/ada/.signalbox/worktrees", null, "where those lie"],
])("work in %j belongs to %j: %s", async (cwd, project, _because) => {
  expect(await projectFolder(cwd, rules, hasMarker)).toBe(project);
});

test("each list can be replaced", async () => {
  const own = projectRules(
    { userHome: "/home/ada", temporaryFolder: "/tmp", configurationFolders: [] },
    { neverProjects: ["/"], temporaryFolders: [] },
  );
  expect(await projectFolder("/home/ada", own, hasMarker)).toBe("/home/ada");
  expect(await projectFolder("/tmp/xyz", own, async () => false)).toBe("/tmp/xyz");
});
