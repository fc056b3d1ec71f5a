import { describe, expect, onTestFinished, test } from "vitest";
import { findTmux, isMissing } from "./machine.ts";
import { cleanEnvironment, removeFolder, temporaryFolder } from "./temporary.ts";
import { openTerminal } from "./terminal.ts";

describe.skipIf(isMissing(findTmux()))("a terminal", () => {
  const open = async (script: string) => {
    const cwd = temporaryFolder("terminal-test");
    const env = cleanEnvironment({ GREETING: "welcome", TERM: "xterm-256color" });
    const terminal = await openTerminal({ command: ["sh", "-c", script], cwd, env });
    onTestFinished(async () => {
      await terminal.close();
      removeFolder(cwd);
    });
    return terminal;
  };

  test("types lines as they are, shows the screen, and tells how the program ended", async () => {
    const terminal = await open('echo "$GREETING"; read -r line; echo "got <$line>"; exit 3');
    await terminal.until("welcome");
    await terminal.submit("a; Enter $HOME");
    await terminal.until("got <a; Enter $HOME>");
    expect(await terminal.exited()).toBe(3);
  });

  test("inherits nothing of this process but the basics", async () => {
    process.env.SIGNALBOX_TEST_MARK = "leaked";
    onTestFinished(() => void delete process.env.SIGNALBOX_TEST_MARK);
    const terminal = await open("env; echo complete");
    expect(await terminal.until("complete")).not.toContain("leaked");
  });

  test("says what stood on the screen instead of what was waited for", async () => {
    const terminal = await open("echo something else; read -r line");
    await terminal.until("something else");
    await expect(terminal.until("never", { timeoutMs: 100 })).rejects.toThrow("something else");
  });
});
