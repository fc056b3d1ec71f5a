import { Question } from "@signalbox/contract/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { orderErrors } from "../../../platform/nodes/orders/order-errors.ts";
import { findAnswer } from "../answers.repository.ts";
import { forward } from "./forward.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A question of an agent that another node reaches. */
async function aQuestion(): Promise<Question> {
  const [hostId, agentId, id, at] = [newId(), newId(), newId(), new Date()];
  await db.transaction(async (tx) => {
    const host = {
      id: hostId,
      key: hostId,
      name: "box",
      platform: "linux",
      created_at: at,
      last_seen_at: at,
    };
    await tx.insertInto("projects_hosts").values(host).execute();
    const agent = { id: agentId, host_id: hostId, backend: "claude", session_id: agentId } as const;
    const since = { state_since: at, started_at: at, last_seen_at: at };
    const tracked = { state: "awaiting_input", evidence: "{}", tracking: "{}" } as const;
    await tx
      .insertInto("agents")
      .values({ ...agent, ...since, ...tracked })
      .execute();
    const asked = {
      id,
      agent_id: agentId,
      kind: "permission",
      state: "open",
      text: "touch one",
      at,
    } as const;
    await tx.insertInto("agents_questions").values(asked).execute();
  });
  return Question.parse({
    ...{ id, agentId, commandId: null, turnId: null, kind: "permission", state: "open", tool: "Bash" },
    ...{ text: "touch one", input: null, parts: [], plan: null, terminalOnly: false },
    ...{ at: at.toISOString(), closedAt: null },
  });
}

/** An answer to it, by a node that makes this of the order. */
async function forwarded(refusal: Error) {
  const question = await aQuestion();
  const failed: string[] = [];
  let answerId = "";
  const answer = forward(
    {
      ...{ db, clock: { now: () => new Date() }, audit: { record: async () => {} } },
      questionOf: async () => question,
      async fail(id) {
        failed.push(id);
        return null;
      },
      order(_to, wish) {
        answerId = wish.answerId;
        return Promise.reject(refusal);
      },
    },
    {
      question,
      given: {
        ...{ questionId: question.id, version: 1, key: newId(), content: { kind: "allow" } },
        by: { actor: "user", name: "Ada", correlationId: newId() },
      },
      to: {
        questionId: question.id,
        node: { id: newId(), hostName: "box", pid: 7, sealingKey: "" },
        open: { way: "keys", canRemember: false, takesWords: true },
      },
    },
  );
  const code = await answer.then(
    () => null,
    (error: unknown) => error,
  );
  return { refusal: code, failed, row: await findAnswer(db.read, answerId), answerId };
}

test("an answer that was not taken did not arrive, and has failed", async () => {
  const { refusal, failed, answerId } = await forwarded(orderErrors.unreached("The node does not answer"));
  expect(refusal).toMatchObject({
    ...{ code: "answers.undelivered", message: "It did not arrive: The node does not answer" },
  });
  expect(failed).toEqual([answerId]);
});

test("of an answer that was taken by a node that told no more it is said that nobody knows", async () => {
  const { refusal, failed, row } = await forwarded(orderErrors.untold("The node took it and told no more"));
  expect(refusal).toMatchObject({
    code: "answers.untold",
    message: "The node took it and told no more. Its terminal shows whether the answer arrived",
  });
  expect([failed, row?.state]).toEqual([[], "given"]);
});
