import { expect, test } from "vitest";
import { adapters } from "./index.ts";

const holderOf = (line: string) =>
  adapters.find(({ running }) => running.holdsSession(line.split(" ")))?.backend;
const id = "01a229c0-2db4-7a31-afd6-222745d2472d";

test.each([
  ["claude", "claude"],
  ["/opt/claude --permission-mode manual", "claude"],
  ["/usr/bin/node --no-warnings /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js -p hello", "claude"],
  ["claude mcp serve", undefined],
  ["rg --files claude", undefined],
  ["node /usr/bin/codex", "codex"],
  ["/opt/codex exec --json hello", "codex"],
  ["/opt/codex app-server --listen unix://", undefined],
  ["/usr/bin/node --max-old-space-size=12052 /usr/bin/gemini -m gemini-2.5-pro", "gemini"],
  ["opencode", "opencode"],
  ["opencode serve --port 1", undefined],
  ["vim claude", undefined],
  ["", undefined],
])("the command line `%s` is of %s", (line, backend) => {
  expect(holderOf(line)).toBe(backend);
});

test.each([
  ["claude", `claude --resume ${id}`, id],
  ["claude", `claude --session-id=${id}`, id],
  ["claude", `claude --resume ${id} --fork-session`, null],
  ["claude", "claude --resume", null],
  ["codex", `codex resume ${id}`, id],
  ["codex", "codex resume --last", null],
])("%s is told its session by `%s`", (backend, line, sessionId) => {
  const adapter = adapters.find((one) => one.backend === backend);
  expect(adapter?.running.sessionIn(line.split(" "))).toBe(sessionId);
});
