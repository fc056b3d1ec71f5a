import { describe, expect, onTestFinished, test } from "vitest";
import { claudeHome } from "./claude.ts";
import { findClaude, findTmux, isMissing } from "./machine.ts";
import { startModelStub } from "./model-stub/model-stub.ts";

describe.skipIf(isMissing(findClaude(), findTmux()))("Claude Code against the scripted model", () => {
  const start = async () => {
    const stub = await startModelStub();
    const claude = claudeHome(stub.url);
    onTestFinished(async () => {
      await stub.stop();
      claude.remove();
    });
    return { stub, claude };
  };

  test("runs headless: calls a tool and answers", async () => {
    const { stub, claude } = await start();
    const result = await claude.print("[[bash echo hi]] [[text All done]]");
    expect(result).toEqual({ code: 0, stdout: "All done\n", stderr: "" });
    expect(stub.requests.map((request) => request.round)).toEqual([0, 1]);
  });

  test("runs in a terminal: asks before it uses a tool, and leaves when told to", async () => {
    const { claude } = await start();
    const terminal = await claude.open();
    onTestFinished(terminal.close);
    await terminal.submit("[[bash touch made]] [[text All done]]");
    await terminal.answer("Do you want to proceed?", "1");
    await terminal.until("● All done");
    await terminal.submit("/exit");
    expect(await terminal.exited()).toBe(0);
  });
});
