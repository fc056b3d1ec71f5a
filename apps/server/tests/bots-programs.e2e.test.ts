import { existsSync, readFileSync } from "node:fs";
import * as accounts from "@signalbox/contract/accounts";
import * as programs from "@signalbox/contract/programs";
import type { BodyInputOf } from "@signalbox/contract/route";
import { findClaude, findClaudeAcp, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

type Content = BodyInputOf<typeof programs.createProgram>;

/** A server with a program, and how a bot of it is made. */
async function withProgram(content: Omit<Content, "name">) {
  const runner = await botRunner();
  const body = { name: "My agent", ...content };
  const program = await runner.client().call(programs.createProgram, { body });
  const link = { backend: "program", programId: program.id } as const;
  return {
    ...{ ...runner, program, link },
    bot: async (more: Parameters<typeof runner.make>[0] = {}) => {
      const { id: projectId } = await runner.project();
      return runner.make({ ...link, access: "full", workspace: "in_place", projectId, ...more });
    },
  };
}

const shell = (script: string, more: Partial<Content> = {}) =>
  withProgram({ command: "/bin/sh", args: ["-c", script], speaks: "nothing", ...more });

const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

// Its machine is one with Claude Code.
describe.skipIf(isMissing(findClaude()))("a bot that runs a program", () => {
  test("gives it the prompt on its input, and takes its last lines for the result", async () => {
    const { bot, start, over, log } = await shell("cat > asked.txt; echo one; echo two >&2; echo three");
    const ended = await over((await start((await bot()).id, "Say it")).id);
    expect(ended).toMatchObject({ state: "succeeded", result: "one\nthree", exit: { code: 0 } });
    const { lines } = await log(ended.id);
    expect(lines).toContainEqual(expect.objectContaining({ stream: "err", text: "two" }));
  });

  test("puts the prompt into an argument where one asks for it, and no shell reads it", async () => {
    const { bot, start, over } = await withProgram({
      ...{ command: "/bin/echo", args: ["asked:", "{prompt}"], speaks: "nothing" },
    });
    const ended = await over((await start((await bot()).id, "$(touch made) `id` '; ls {prompt}")).id);
    expect(ended).toMatchObject({ state: "succeeded", result: "asked: $(touch made) `id` '; ls {prompt}" });
  });

  test("takes its result from the file that is named, which lies in its folder", async () => {
    const { bot, start, over, client, program, read } = await shell("mkdir -p out; cat > out/result.md", {
      resultFile: "out/result.md",
    });
    const made = await bot();
    expect(await over((await start(made.id, "The result")).id)).toMatchObject({
      ...{ state: "succeeded", result: "The result" },
    });
    expect(read("out/result.md")).toBe("The result");
    const { name, command, speaks } = program;
    const args = ["-c", "rm -r out; ln -s /etc out; cp /etc/hostname result.md"];
    await client().call(programs.changeProgram, {
      params: { programId: program.id },
      body: { name, command, speaks, args, resultFile: "out/hostname" },
    });
    expect(await over((await start(made.id, "Another")).id)).toMatchObject({
      ...{ state: "failed", reason: expect.stringContaining("outside of its folder") },
    });
  });

  test("fails with its exit code and last complaint, of a class that its words tell", async () => {
    const { bot, start, tried } = await shell("echo 'Too many requests' >&2; exit 3");
    const { attempt, ...now } = await tried((await start((await bot({ retries: 0 })).id, "Do it")).id);
    expect(attempt).toMatchObject({
      ...{ errorClass: "rate_limit", reason: "It ended (exit code 3): Too many requests" },
      account: { name: "Machine" },
    });
    expect(now.state).toBe("queued");
  });

  test("runs none that can't be kept from anything where it may not do anything", async () => {
    const { bot, start, over } = await shell("touch made");
    const ended = await over((await start((await bot({ access: "edit" })).id, "Do it")).id);
    expect(ended).toMatchObject({ state: "failed", errorClass: "refused" });
    expect(ended.reason).toMatch(/"My agent" can't be kept from doing anything/);
  });

  test("ends with all that it started where it is cancelled", async () => {
    const { bot, start, over, made, read, cancel } = await shell("sleep 600 & echo $! > pid; wait");
    const { id } = await start((await bot()).id, "Do it");
    await made("pid");
    await cancel(id);
    expect(await over(id)).toMatchObject({ state: "cancelled", result: null });
    const pid = Number(read("pid"));
    await until(
      () => !runs(pid) || undefined,
      () => `process ${pid} to be gone`,
    );
  });

  test("hands it the key of its account alone, which is seen nowhere", async () => {
    const { bot, start, over, client, link, log } = await shell('echo "key: $MY_KEY"');
    const secret = "a-secret-of-the-program";
    const body = { ...link, kind: "key", name: "Mine", variable: "MY_KEY", secret } as const;
    const account = await client().call(accounts.createAccount, { body });
    expect(account).toMatchObject({ backend: "program", programId: link.programId, hint: "gram" });
    const ended = await over((await start((await bot()).id, "Do it")).id);
    expect(ended).toMatchObject({ state: "succeeded", result: expect.stringMatching(/^key: .+/) });
    expect(ended.result).not.toContain(secret);
    expect(JSON.stringify(await log(ended.id))).not.toContain(secret);
    const params = { accountId: account.id };
    expect(await client().call(accounts.checkAccount, { params })).toMatchObject({ ok: true });
  });

  test("goes on with the next link where its program is gone", async () => {
    const { bot, start, over, client, program } = await shell("echo never");
    const made = await bot({ fallbacks: [{ backend: "claude" }] });
    await client().call(programs.removeProgram, { params: { programId: program.id } });
    const ended = await over((await start(made.id, "[[text Done]]")).id);
    expect(ended).toMatchObject({ state: "succeeded", result: "Done" });
    expect(ended.attempts[0]).toMatchObject({ backend: "claude", link: 1 });
  });
});

describe.skipIf(isMissing(findClaude(), findClaudeAcp()))(
  "a bot that runs a program which speaks the Agent Client Protocol",
  () => {
    const agent = () => withProgram({ command: findClaudeAcp().path ?? "", speaks: "acp" });
    const task = "[[write note.txt :: by a bot]] [[bash touch made]] [[text Done]]";

    test("lets it edit files, and nothing more, where it may do that alone", async () => {
      const { bot, start, over, read, file } = await agent();
      const ended = await over((await start((await bot({ access: "edit" })).id, task)).id);
      expect(ended).toMatchObject({
        state: "succeeded",
        result: "Done",
        reason: expect.stringMatching(/Bash/),
      });
      expect(ended.usage).toMatchObject({ input: expect.any(Number), output: expect.any(Number) });
      expect(ended.usage.input).toBeGreaterThan(0);
      expect(read("note.txt").trim()).toBe("by a bot");
      expect(existsSync(file("made"))).toBe(false);
    });

    test("lets it change nothing where it may only read", async () => {
      const { bot, start, over, file } = await agent();
      const ended = await over((await start((await bot({ access: "read" })).id, task)).id);
      expect(ended).toMatchObject({ state: "succeeded", reason: expect.stringMatching(/Write, Bash/) });
      expect([existsSync(file("note.txt")), existsSync(file("made"))]).toEqual([false, false]);
    });

    test("goes on in the same session behind a limit", async () => {
      const { bot, start, over, stub, tried, client } = await agent();
      stub.failNext({ status: 429, times: 1 });
      const made = await bot({ access: "read" });
      const { attempt, id } = await tried((await start(made.id, "[[text Done]]")).id);
      expect(attempt).toMatchObject({
        errorClass: "rate_limit",
        sessionId: expect.stringMatching(/^[\w-]+$/),
      });
      const accountId = attempt?.account?.id ?? "";
      await client().call(accounts.clearAccountLimit, { params: { accountId } });
      expect(await over(id)).toMatchObject({ state: "succeeded", attempt: 2 });
    });
  },
);
