import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { aTmuxServer } from "./server.testing.ts";
import { createTmuxSessions, readSessionPane } from "./sessions.ts";

const path = process.env.PATH ?? "";

describe.skipIf(isMissing(findTmux()))("a session of tmux", () => {
  const world = () => {
    const server = aTmuxServer();
    const cwd = temporaryFolder("sessions #{pane_id}");
    onTestFinished(() => removeFolder(cwd));
    const sessions = createTmuxSessions({ path, env: { TERM: "xterm-256color", LC_ALL: "C.UTF-8" } });
    const open = (name: string, ...command: string[]) =>
      sessions.open({
        socket: server.socket,
        name,
        mark: `mark-of-${name}`,
        cwd,
        command,
        env: { SECRET: "s p '\"$x" },
      });
    const pane = async (name: string) =>
      (await sessions.panes(server.socket)).find(({ mark }) => mark === `mark-of-${name}`);
    return { ...sessions, server, cwd, open, pane };
  };

  test("runs a command word by word and by no shell, in its folder, with the variables it is given", async () => {
    const { open, pane, cwd } = world();
    const words = [
      "it's",
      '"q"',
      "$(id)",
      "`id`",
      "a\\nb",
      "#{pane_id} #(id)",
      "a\nb\tc",
      "~",
      ";",
      "\\;",
      "é🚦",
      "-t",
    ];
    const script = 'printf "%s\\0" "$PWD" "$SECRET" "$@" > told; exec sleep 600';
    expect(await open("exact", "sh", "-c", script, "sh", ...words)).toBeNull();
    const told = await until(
      () => {
        const text = execFileSync("sh", ["-c", 'cat "$1" 2>/dev/null || true', "sh", join(cwd, "told")], {
          encoding: "utf8",
        });
        return text.split("\0").length > words.length + 2 ? text : undefined;
      },
      () => "what the command was told",
    );
    expect(told.split("\0").slice(0, -1)).toEqual([cwd, "s p '\"$x", ...words]);
    const pid = (await pane("exact"))?.pid ?? 0;
    const [, , group, session] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    expect([group, session]).toEqual([`${pid}`, `${pid}`]);
  });

  test("shows neither its command nor its variables on a command line of ours, however long it is", async () => {
    const { open, pane } = world();
    expect(await open("long", "sh", "-c", "exec sleep 600", "x".repeat(60_000))).toBeNull();
    expect(await pane("long")).toMatchObject({ session: "long", exit: null });
  });

  test("that ended well is gone; one that failed is there to be read until it is closed", async () => {
    const { open, pane, server, lastLines, close } = world();
    await server.open("sleep", "600");
    await open("well", "true");
    await open("failed", "sh", "-c", "echo what was wrong; exit 7");
    const dead = await until(
      async () => {
        const now = await pane("failed");
        return now?.exit === null ? undefined : now;
      },
      () => "the end",
    );
    expect(dead).toMatchObject({ exit: 7 });
    expect(await lastLines(server.socket, dead?.pane ?? "")).toContain("what was wrong");
    await close(server.socket, dead?.pane ?? "");
    expect(await pane("failed")).toBeUndefined();
    expect(await pane("well")).toBeUndefined();
  });

  test("of a name that is taken is refused, and the other one stays as it is", async () => {
    const { open, pane, server } = world();
    await server.tmux("new-session", "-d", "-s", "taken", "sleep", "600");
    expect(await open("taken", "sleep", "700")).toContain("duplicate session");
    expect(await pane("taken")).toBeUndefined();
  });

  test("a server that is not there has no panes", async () => {
    const { server, panes } = world();
    expect(await panes(server.socket)).toEqual([]);
  });
});

test("a pane is read whatever its session is called", () => {
  expect(readSessionPane("m %1 20 1 3  a b")).toEqual([
    { mark: "m", pane: "%1", pid: 20, exit: 3, session: "a b" },
  ]);
  expect(readSessionPane(" %1 20 1  9 x")).toMatchObject([{ mark: "", exit: 137 }]);
  expect(readSessionPane("m %1 20 1   x")).toMatchObject([{ exit: -1 }]);
  expect(readSessionPane("no such line")).toEqual([]);
});
