import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Question } from "@signalbox/contract/agents";
import { Answer } from "@signalbox/contract/answers";
import { claudeHome } from "@signalbox/testkit/claude";
import { type HookBody, hookSession } from "@signalbox/testkit/hook-session";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signedIn } from "./signed-in.ts";

const [hooked, real] = [18, 2];
const Commands = z.array(z.object({ hooks: z.array(z.object({ command: z.string() })) }));
const Settings = z.looseObject({ hooks: z.record(z.string(), Commands) });
const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
const Decision = z.object({ hookSpecificOutput: z.object({ decision: z.looseObject({}) }) });

/** A server, a home whose hooks our own command line installed, and the very command that its settings have a hook run. */
async function aWorld() {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const server = await runServer({ userHome: claude.home });
  onTestFinished(async () => {
    await server.stop();
    await stub.stop();
    claude.remove();
  });
  expect((await server.fetch("/api/hooks/claude", { method: "POST" })).status).toBe(200);
  const { hooks } = Settings.parse(JSON.parse(readFileSync(claude.settingsFile, "utf8")));
  /** Runs a hook as Claude Code does in a terminal; what it printed. */
  const runHook = async (body: HookBody) => {
    const command = hooks[String(body.hook_event_name)]?.[0]?.hooks[0]?.command ?? "false";
    const env = { ...claude.env, CLAUDE_CODE_ENTRYPOINT: "cli" };
    const child = spawn("sh", ["-c", command], { env, stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(JSON.stringify(body));
    return text(child.stdout);
  };
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  return { claude, server, browser: await signedIn(server), runHook, items };
}

describe.skipIf(isMissing(findClaude(), findTmux()))("twenty questions at once", () => {
  test("are answered at once, each once and with its own effect", async () => {
    const { claude, server, browser, runHook, items } = await aWorld();
    const terminals = await Promise.all(
      Array.from({ length: real }, async (_, at) => {
        const terminal = await claude.open();
        onTestFinished(terminal.close);
        await terminal.submit(`[[bash touch real-${at}]] [[text All done]]`);
        return terminal;
      }),
    );
    const printed = Array.from({ length: hooked }, async (_, at) => {
      const session = hookSession({ sessionId: randomUUID(), cwd: claude.workspace });
      await runHook(session.prompted("p1", `Work ${at}`));
      const input = { command: `touch hooked-${at}`, description: "Try it" };
      const call = { name: "Bash", useId: `toolu_${randomUUID()}`, input, response: {} };
      return runHook(session.permissionAsked("p1", call));
    });
    const waiting = async () => (await items("/api/attention?limit=200")).filter(({ way }) => way !== null);
    await until(
      async () => ((await waiting()).length === hooked + real ? true : undefined),
      async () => `${(await waiting()).length} waiting`,
    );
    const asked = z.array(z.object({ question: Question })).parse(await waiting());
    // Each is answered twice, by two people who press at the same moment; every third with a no.
    const given = asked.map(({ question }) => ({ question, isNo: Number(question.text.at(-1)) % 3 === 2 }));
    const contentOf = (isNo: boolean, text: string) =>
      isNo ? { kind: "deny", message: `No to ${text}` } : { kind: "allow" };
    const replies = await Promise.all(
      given.flatMap(({ question, isNo }) =>
        [randomUUID(), randomUUID()].map(async (key) => {
          const content = contentOf(isNo, question.text);
          const body = { version: question.version, key, content };
          return (await browser(`/api/questions/${question.id}/answers`, { method: "POST", body })).status;
        }),
      ),
    );
    expect(replies.filter((status) => status === 200)).toHaveLength(hooked + real);
    expect(replies.filter((status) => status === 409)).toHaveLength(hooked + real);

    const decisions = (await Promise.all(printed)).map(
      (out) => Decision.parse(JSON.parse(out)).hookSpecificOutput.decision,
    );
    for (const [at, decision] of decisions.entries()) {
      const told = decision.behavior === "deny" ? String(decision.message) : "";
      expect(decision.behavior, `hooked-${at}`).toBe((at % 10) % 3 === 2 ? "deny" : "allow");
      if (told !== "") expect(told).toContain(`hooked-${at}`);
    }
    for (const [at, terminal] of terminals.entries())
      await until(() => existsSync(join(claude.workspace, `real-${at}`)) || undefined, terminal.screen);
    for (const { question } of given) {
      const answers = z.array(Answer).parse(await items(`/api/agents/${question.agentId}/answers?limit=50`));
      expect(answers.filter(({ state }) => state === "delivered")).toHaveLength(1);
      const now = (await items(`/api/agents/${question.agentId}/questions`)).find(
        ({ id }) => id === question.id,
      );
      expect(now).toMatchObject({ state: "answered" });
    }
    expect(server.output()).not.toMatch(/"level":50/);
  }, 120_000);
});
