import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedClaude } from "./watched-claude.ts";

const isOver = (seen: Seen) => seen.agent?.endedAt != null;
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;

describe.skipIf(isMissing(findClaude(), findTmux()))("a claude that is killed", () => {
  let world: Awaited<ReturnType<typeof watchedClaude>>;
  beforeAll(async () => {
    world = await watchedClaude();
  });
  afterAll(() => world?.stop());

  const atWork = async (prompt: string, state: string) => {
    const session = world.session();
    const terminal = await session.open();
    onTestFinished(terminal.close);
    await terminal.submit(prompt);
    await session.seen("the work", isAt(state));
    return { ...session, terminal };
  };

  test("in the middle of its work has ended within half a minute, and its command is lost", async () => {
    const { terminal, ...session } = await atWork("[[delay 60000]] [[text Not reached]]", "commanded");
    await terminal.kill("SIGKILL");
    const seen = await session.seen("the end", isOver);
    expect(seen.agent).toMatchObject({ state: "complete", endReason: "process_gone" });
    expect(seen.commands).toMatchObject([{ state: "complete", outcome: "lost" }]);
  });

  test("while it asks leaves no question open, and one beside it goes on", async () => {
    const witness = await atWork("[[delay 60000]] [[text Not reached]]", "commanded");
    const { terminal, ...session } = await atWork("[[bash touch x]] [[text Not reached]]", "awaiting_input");
    await terminal.kill("SIGKILL");
    const seen = await session.seen("the end", isOver);
    expect(seen.commands).toMatchObject([{ outcome: "lost" }]);
    expect(seen.questions).toMatchObject([{ kind: "permission", state: "expired" }]);
    expect((await witness.see()).agent).toMatchObject({ state: "commanded", endedAt: null });
  });
});
