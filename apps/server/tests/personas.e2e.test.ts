import { createPersona } from "@signalbox/contract/personas";
import { isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { clis, launchingCli, toolsOf } from "./launching-cli.ts";

const skill = "Look for what is missing, and say so.";

describe.each(["claude", "codex", "gemini", "opencode"] as const)(
  "a %s that is started as a persona",
  (backend) => {
    test.skipIf(isMissing(...toolsOf(backend)))(
      "is told who it is, is known as it, and stays it",
      {
        timeout: 180_000,
      },
      async () => {
        const world = await launchingCli(backend);
        onTestFinished(() => world.stop());
        const body = { name: "Ada", role: "reviewer", skill };
        const { id: personaId } = await world.client.call(createPersona, { body });
        const launch = await world.start({ personaId, prompt: clis[backend].writes("done.txt") });
        expect(launch.personaId).toBe(personaId);
        const { agentId } = await world.joined(launch.id);
        const seen = await world.agent(agentId, "its end", ({ agent }) => agent?.state === "complete");
        expect(seen.agent?.personaId).toBe(personaId);
        await until(
          () => world.stub.requests.some((request) => JSON.stringify(request).includes(skill)) || undefined,
          () => "the skill to reach the model",
        );
        expect(
          world.stub.requests.some((request) => JSON.stringify(request).includes("You are Ada, reviewer.")),
        ).toBe(true);

        await world.end(agentId, "hard");
        await world.over(launch.id);
        await world.agent(agentId, "its end", ({ agent }) => agent?.endedAt != null);
        const again = await world.resume(agentId);
        expect(again.personaId).toBe(personaId);
        await world.end((await world.joined(again.id)).agentId, "hard");
        await world.over(again.id);
      },
    );
  },
);
