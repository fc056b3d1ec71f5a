import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nothingMore } from "@signalbox/contract/allowed";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runCli } from "@signalbox/testkit/run-cli";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { adapterOf } from "../backends/index.ts";
import { aMachine, git } from "./workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe.skipIf(isMissing(findClaude()))("what a real claude did in a workspace", () => {
  test.each(["worktree", "clone"] as const)("of a %s is committed and lands on the remote", async (kind) => {
    const stub = await startModelStub();
    const home = claudeHome(stub.url);
    onTestFinished(async () => {
      await stub.stop();
      home.remove();
    });
    const { prepare, service, over, now, remote, project, isThere } = await aMachine(db);
    const { id, path, branch } = await prepare(null, kind);
    const args =
      adapterOf("claude")?.execution?.args({
        model: null,
        access: "edit",
        allowed: nothingMore,
        trust: "full",
        resumes: null,
        cwd: path,
      }) ?? [];
    const input = "[[write note.txt :: by a bot]] [[text Done]]";
    const cli = findClaude().path ?? "";
    expect(await runCli(cli, args, { cwd: path, env: home.env, input })).toMatchObject({ code: 0 });
    expect(readFileSync(join(path, "note.txt"), "utf8").trim()).toBe("by a bot");
    await over(id);
    expect(await service.release(id)).toEqual({ kept: "1 change is not committed" });
    await service.commitAll(id, { message: "By a bot", author: { name: "Bot", email: "b@example.org" } });
    await service.push(id);
    expect(git(remote, "cat-file", "blob", `${branch}:note.txt`)).toBe("by a bot");
    expect(git(project, "status", "--porcelain")).toBe("");
    expect(await service.release(id)).toEqual({ kept: null });
    expect([(await now(id))?.state, isThere(path)]).toEqual(["removed", false]);
  });
});
