import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** A person's claude in a terminal, watched by a server of their own; with `hooks` false by nothing but its transcript. */
async function watchedClaude() {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const server = await runServer({ userHome: claude.home });
  const installed = await server.fetch("/api/hooks/claude", { method: "POST" });
  expect(installed.status).toBe(200);
  const terminal = await claude.open();
  onTestFinished(async () => {
    await terminal.close();
    await server.stop();
    await stub.stop();
    claude.remove();
  });
  const items = async (path: string) => Items.parse(await (await server.fetch(path)).json()).items;
  const told = async () => {
    const [agent] = await items("/api/agents");
    const id = String(agent?.id);
    return {
      agent,
      commands: agent === undefined ? [] : await items(`/api/agents/${id}/commands`),
      turns: agent === undefined ? [] : await items(`/api/agents/${id}/turns?limit=200`),
      questions: agent === undefined ? [] : await items(`/api/agents/${id}/questions`),
    };
  };
  type Told = Awaited<ReturnType<typeof told>>;
  /** Waits until what the server tells fulfils this, for at most two seconds. */
  const soon = (fulfilled: (now: Told) => boolean) =>
    until(
      async () => {
        const now = await told();
        return fulfilled(now) ? now : undefined;
      },
      async () => JSON.stringify(await told(), null, 1),
      { timeoutMs: 4_000 },
    );
  const outcomes = ({ commands }: Told) => commands.map(({ outcome, state }) => outcome ?? state);
  return { claude, server, terminal, told, soon, outcomes };
}

describe.skipIf(isMissing(findClaude(), findTmux()))("a real claude that is watched", () => {
  test("what is refused or interrupted in its terminal is known at once", async () => {
    const { terminal, soon, outcomes } = await watchedClaude();
    await terminal.submit("[[bash touch one]] [[text never]]");
    await terminal.until("Do you want to proceed?");
    await soon(({ agent }) => agent?.state === "awaiting_input");
    await terminal.answer("Do you want to proceed?", "Escape");
    await soon((now) => outcomes(now).join() === "interrupted" && now.agent?.state === "complete");

    await terminal.submit(
      "[[slow 1500]] [[text one two three four five six seven eight nine ten eleven twelve]]",
    );
    await terminal.until(/↓ \d+ token/);
    await terminal.press("Escape");
    const cut = await soon((now) => outcomes(now).join() === "interrupted,interrupted");
    expect(cut.turns.at(-1)?.text).toMatch(/^one/);

    await terminal.submit("[[say Looking around]] [[bash echo hi]] [[text All done]]");
    const done = await soon((now) => outcomes(now).at(-1) === "done");
    expect(done.turns.slice(-4).map(({ text }) => text)).toEqual([
      "[[say Looking around]] [[bash echo hi]] [[text All done]]",
      "Looking around",
      "Bash",
      "All done",
    ]);
    expect(done.questions.map(({ state }) => state)).not.toContain("open");
  });
});
