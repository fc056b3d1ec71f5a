import { codexHome } from "@signalbox/testkit/codex";
import { geminiHome } from "@signalbox/testkit/gemini";
import { findCodex, findGemini, findOpencode, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { describe, expect, onTestFinished, test } from "vitest";
import { watchedCli } from "./watched-cli.ts";

describe.each([
  { backend: "codex", cli: findCodex(), homeOf: codexHome },
  { backend: "gemini", cli: findGemini(), homeOf: geminiHome },
  { backend: "opencode", cli: findOpencode(), homeOf: opencodeHome },
] as const)("with the server down, $backend", ({ backend, cli, homeOf }) => {
  test.skipIf(isMissing(cli))("runs as it would without hooks, and says nothing of them", async () => {
    const world = await watchedCli(backend, homeOf);
    onTestFinished(world.stop);
    await world.server.kill9();
    const printed = await world.home.print("[[bash echo hi]] [[text All done]]");
    expect(printed).toMatchObject({ code: 0, stdout: expect.stringContaining("All done") });
    expect(printed.stdout + printed.stderr).not.toMatch(/signalbox\.js|hook\.sh|ECONNREFUSED|curl/i);
  });
});
