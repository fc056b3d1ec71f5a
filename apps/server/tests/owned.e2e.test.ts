import { existsSync, readFileSync } from "node:fs";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { ownedAgent } from "./owned-agent.testing.ts";

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));

describe.skipIf(isMissing(findClaude()))("a claude without a terminal that the server runs itself", () => {
  test("runs what was allowed, and what it was changed to, and hears why not", async () => {
    const { start, asked, answered, state, questions, given, file, launch, reach } =
      await ownedAgent("claude");
    const prompt = "[[bash touch one]] [[bash touch two]] [[bash touch three]] [[text All done]]";
    const { agentId, id, mode, attach } = await start({ prompt });
    expect({ mode, attach }).toEqual({ mode: "headless", attach: null });
    const first = await asked(agentId);
    expect((await reach(agentId)).ways).toMatchObject([
      { way: "held_hook", open: false },
      { way: "protocol", open: true, why: "the agent waits for it over its protocol" },
      { way: "keys", open: false },
    ]);
    expect(await answered(first, { kind: "allow" })).toMatchObject({ state: "delivered", way: "protocol" });
    const changed = { command: "touch changed", description: "d" };
    await answered(await asked(agentId), { kind: "allow", input: changed });
    expect(existsSync(file("one"))).toBe(true);
    await answered(await asked(agentId), { kind: "deny", message: "Not in this folder" });
    await state(agentId, "complete");
    expect(["changed", "two", "three"].map((name) => existsSync(file(name)))).toEqual([true, false, false]);
    expect((await questions(agentId)).map(({ state }) => state)).toEqual(["answered", "answered", "answered"]);
    expect((await given(agentId)).map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    expect((await launch(id)).state).toBe("running");
  });
});
