import { describe, expect, onTestFinished, test } from "vitest";
import type { CliHome } from "./cli-home.ts";
import { codexHome } from "./codex.ts";
import { geminiHome } from "./gemini.ts";
import { findCodex, findGemini, findOpencode, isMissing } from "./machine.ts";
import { startModelStub } from "./model-stub/model-stub.ts";
import { opencodeHome } from "./opencode.ts";

describe.each([
  { cli: findCodex(), homeOf: codexHome },
  { cli: findGemini(), homeOf: geminiHome },
  { cli: findOpencode(), homeOf: opencodeHome },
])("$cli.name against the scripted model", ({ cli, homeOf }) => {
  test.skipIf(isMissing(cli))("runs headless: calls a tool and answers", async () => {
    const stub = await startModelStub();
    const home: CliHome = homeOf(stub.url);
    onTestFinished(async () => {
      await stub.stop();
      home.remove();
    });
    const printed = await home.print("[[say Looking]] [[bash echo hi]] [[text All done]]");
    expect(printed, printed.stderr).toMatchObject({ code: 0 });
    expect(printed.stdout).toContain("All done");
    expect(stub.requests.map(({ round, prompt }) => [round, prompt.slice(0, 15)])).toEqual([
      [0, "[[say Looking]]"],
      [1, "[[say Looking]]"],
    ]);
  });
});
