import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { aTmuxServer } from "./server.testing.ts";
import { createTmux, type TmuxOptions } from "./tmux.ts";

const path = process.env.PATH ?? "";

/** What watches a server, with a clock that is set by hand, and what it logs. */
function aWatcher(socket: string, options: Partial<TmuxOptions> = {}) {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => said.push(JSON.parse(line).msg) });
  const clock = { ms: 0 };
  const watcher = createTmux({ sockets: [socket], path, log, elapsed: () => clock.ms, ...options });
  onTestFinished(watcher.stop);
  const wait = (ms: number) => {
    clock.ms += ms;
  };
  return { ...watcher, said, wait };
}

describe.skipIf(isMissing(findTmux()))("a tmux server", () => {
  test("tells its panes and what they show, and nobody who looks at it can tell that it is watched", async () => {
    const server = aTmuxServer();
    const first = await server.open("sh", "-c", "printf '\\033[31mgrüße\\033[0m\\n'; exec sleep 600");
    const second = await server.open("sleep", "700");
    const looks = () =>
      Promise.all([
        server.tmux("list-sessions", "-F", "#{session_name} #{session_attached} #{session_windows}"),
        server.tmux("list-windows", "-a", "-F", "#{window_id} #{window_width} #{window_height}"),
        server.tmux("show-environment", "-t", "0"),
      ]);
    const before = await looks();
    const { panes, capture } = aWatcher(server.socket);
    await expect
      .poll(async () => (await panes()).panes)
      .toMatchObject([
        { server: server.socket, id: first.id, pid: first.pid, command: "sleep", dead: false },
        { id: second.id, pid: second.pid, command: "sleep" },
      ]);
    expect(await capture({ server: server.socket, id: first.id })).toBe("grüße");
    expect(await looks()).toEqual(before);
    expect(await server.tmux("list-clients", "-F", "#{client_control_mode}")).toBe("1");
  });

  test("keeps the size of a person's terminal, and counts that one alone", async () => {
    const [server, outer] = [aTmuxServer(), aTmuxServer()];
    await server.open("sleep", "600");
    await outer.tmux(
      "new-session",
      "-d",
      "-x",
      "143",
      "-y",
      "37",
      "--",
      "tmux",
      "-S",
      server.socket,
      "attach",
    );
    const told = () =>
      server.tmux("list-windows", "-a", "-F", "#{session_attached} #{window_width}x#{window_height}");
    await expect.poll(told).toBe("1 143x36");
    const { panes } = aWatcher(server.socket);
    await expect.poll(async () => (await panes()).servers.size).toBe(1);
    expect(await told()).toBe("1 143x36");
    await outer.tmux("resize-window", "-x", "99", "-y", "20");
    await expect.poll(told).toBe("1 99x19");
    await outer.end();
    await expect.poll(told).toBe("0 99x19");
  });

  test("goes with its last client where it was told to, though it is watched", async () => {
    const server = aTmuxServer();
    await server.open("sleep", "600");
    const { panes } = aWatcher(server.socket);
    expect((await panes()).servers.size).toBe(1);
    await server.tmux("set-option", "-g", "destroy-unattached", "on");
    await expect.poll(async () => (await panes()).servers.size).toBe(0);
  });

  test("is not started where none runs, and found once it does, and again after it came back", async () => {
    const server = aTmuxServer();
    const { panes, wait, connected } = aWatcher(server.socket);
    expect(await panes()).toEqual({ servers: new Set(), panes: [] });
    await expect(server.tmux("list-sessions")).rejects.toThrow("No such file");
    const { pid } = await server.open("sleep", "600");
    expect(await panes()).toMatchObject({ panes: [] });
    wait(60_000);
    expect(await panes()).toMatchObject({ panes: [{ pid }] });
    await server.end();
    await expect.poll(connected).toBe(0);
    const next = await server.open("sleep", "600");
    wait(60_000);
    expect(await panes()).toMatchObject({ panes: [{ pid: next.pid, id: "%0" }] });
  });

  test("that hangs holds nobody up for long, and answers again when it goes on", async () => {
    const server = aTmuxServer();
    await server.open("sleep", "600");
    const { panes, wait } = aWatcher(server.socket, { timeoutMs: 200 });
    expect((await panes()).servers.size).toBe(1);
    const pid = Number(await server.tmux("display-message", "-p", "#{pid}"));
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => void process.kill(pid, "SIGCONT"));
    expect((await panes()).servers.size).toBe(0);
    process.kill(pid, "SIGCONT");
    await expect
      .poll(async () => {
        wait(60_000);
        return (await panes()).servers.size;
      })
      .toBe(1);
  });

  test("is let go at a stop, even of one that is about to connect, and asked again after it", async () => {
    const server = aTmuxServer();
    await server.open("sleep", "600");
    const { panes, stop } = aWatcher(server.socket);
    const connecting = panes();
    await stop();
    await connecting;
    await expect.poll(() => server.tmux("list-clients")).toBe("");
    expect((await panes()).servers.size).toBe(1);
  });

  test("a pane that is gone shows nothing, and what is no pane is not asked for", async () => {
    const server = aTmuxServer();
    await server.open("sleep", "600");
    const { capture, panes } = aWatcher(server.socket);
    await panes();
    expect(await capture({ server: server.socket, id: "%77" })).toBeNull();
    expect(await capture({ server: server.socket, id: "%0; kill-server" })).toBeNull();
    expect((await panes()).panes).toHaveLength(1);
  });
});

test("where there is no tmux this is told once", async () => {
  const { panes, wait, said } = aWatcher("/nowhere/socket", { path: "/nowhere" });
  for (let times = 0; times < 3; times++) {
    wait(60_000);
    expect((await panes()).panes).toEqual([]);
  }
  expect(said).toEqual(["there is no tmux here: panes are not watched"]);
});
