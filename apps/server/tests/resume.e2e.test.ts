import { randomUUID } from "node:crypto";
import type { WatchedBackend } from "@signalbox/contract/common";
import { resumeExecution } from "@signalbox/contract/execution-controls";
import { isMissing } from "@signalbox/testkit/machine";
import type { StubRequest } from "@signalbox/testkit/model-stub/model-stub";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";
import { clis } from "./launching-cli.ts";

/** What the model is asked last about a task. */
const askedLast = (requests: readonly StubRequest[], words: string): string =>
  requests.map(({ messages }) => JSON.stringify(messages)).findLast((asked) => asked.includes(words)) ?? "";

describe.each(["claude", "codex"] as const satisfies WatchedBackend[])(
  "an execution of a real %s",
  (backend) => {
    const runner = async () => {
      const made = await botRunner({}, backend);
      const resume = (executionId: string, prompt: string, key: string = randomUUID()) =>
        made.client().call(resumeExecution, { params: { executionId }, body: { key, prompt } });
      return { ...made, resume };
    };

    test.skipIf(isMissing(clis[backend].find()))(
      "goes on in the session of one that is over, where the model sees what was said before",
      async () => {
        const { make, start, over, get, resume, stub } = await runner();
        const bot = await make({});
        const first = await over((await start(bot.id, "[[text Teal it is]]")).id);
        expect(first).toMatchObject({ resumes: null, resumedBy: null, notResumable: null });
        const next = await resume(first.id, "And which did you choose? [[text Teal, as I said]]", "next");
        const second = await over(next.id);
        expect(second).toMatchObject({ state: "succeeded", result: "Teal, as I said", resumes: first.id });
        expect(second).toMatchObject({ cwd: first.cwd, sessionId: first.sessionId });
        expect(second.attempts).toMatchObject([{ asks: "next_prompt", number: 1 }]);
        const asked = askedLast(stub.requests, "And which did you choose?");
        expect(asked).toContain("Teal it is");
        expect(await get(first.id)).toMatchObject({ resumedBy: second.id, notResumable: expect.any(String) });
        expect((await resume(first.id, "anything", "next")).id).toBe(second.id);
        await expect(resume(first.id, "Again")).rejects.toMatchObject({
          problem: { code: "executions.not_resumable" },
        });
        const third = await over((await resume(second.id, "And now? [[text Still teal]]")).id);
        expect(third).toMatchObject({ state: "succeeded", result: "Still teal", resumes: second.id });
      },
    );
  },
);
