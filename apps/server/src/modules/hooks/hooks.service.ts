import type { WatchedBackend } from "@signalbox/contract/common";
import type { HookChange, HookStatus } from "@signalbox/contract/hooks";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Cause } from "../../platform/http/http.ts";
import { createHookChanges } from "./change-hooks.ts";
import { createCliVersions } from "./cli-versions.ts";
import type { HookFolder } from "./hook-folder.ts";
import { hookStatus } from "./hook-status.ts";
import type { Audit, Hearing, Programs } from "./ports.ts";
import type { Action } from "./settings/plan-change.ts";
import { pickCli, type SupportedCli } from "./supported-clis.ts";
import { createHookTest, type HookTest } from "./test-hooks.ts";

export interface HooksServiceOptions {
  folder: HookFolder;
  clis: readonly SupportedCli[];
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  hearing: Hearing;
  programs: Programs;
}

/** Until when it is known what was heard of a CLI. */
export interface HeardBefore {
  backend: WatchedBackend;
  lastHeardAt: Date | null;
  checkedAt: Date;
}

export interface HooksApi {
  list(): Promise<HookStatus[]>;
  /** The same without the CLIs' versions, which take long to ask for; what was heard before is not looked up again. */
  glance(before: readonly HeardBefore[]): Promise<HookStatus[]>;
  preview(backend: WatchedBackend, action: Action): Promise<HookChange>;
  change(backend: WatchedBackend, action: Action, by: Cause): Promise<HookChange>;
  test(backend: WatchedBackend): ReturnType<HookTest["run"]>;
  /** The settings of a CLI in which there are our hooks and nothing else. */
  ownSettings(backend: WatchedBackend): string;
  /** A test's payload arrived: the receiver says so before it answers. */
  testHeard: HookTest["heard"];
  /** Tells the hook script where the server listens; to be called before ready answers. */
  listensOn(port: number): Promise<void>;
}

export function createHooksService(options: HooksServiceOptions): HooksApi {
  const { folder, clis, clock, hearing, programs } = options;
  const changes = createHookChanges(options);
  const findCli = createCliVersions(programs);
  const test = createHookTest({ folder, programs, clock });
  const changeOf = (backend: WatchedBackend, action: Action) => ({ cli: pickCli(clis, backend), action });
  const statusOf = (cli: SupportedCli) => hookStatus(cli, { hearing, findCli });

  const glanceAt = (cli: SupportedCli, before: HeardBefore | undefined) =>
    hookStatus(cli, {
      hearing: {
        lastHeard: async (backend) =>
          before?.lastHeardAt ?? (await hearing.lastHeard(backend, before?.checkedAt)),
      },
      findCli: async (name) => {
        const path = await programs.find(name);
        return path === null ? null : { path, version: null };
      },
    });

  return {
    list: () => Promise.all(clis.map(statusOf)),
    glance: (before) =>
      Promise.all(
        clis.map((cli) =>
          glanceAt(
            cli,
            before.find(({ backend }) => backend === cli.backend),
          ),
        ),
      ),
    preview: async (backend, action) => changes.preview(changeOf(backend, action)),
    change: async (backend, action, by) => changes.make(changeOf(backend, action), by),
    test: async (backend) => {
      const cli = pickCli(clis, backend);
      const { state } = await statusOf(cli);
      if (state === "installed") return test.run(cli.form);
      return {
        heard: false,
        tookMs: 0,
        problem: `The hooks are ${state.replace("_", " ")}. Install them first`,
      };
    },
    ownSettings: (backend) => JSON.stringify(JSON.parse(pickCli(clis, backend).form.enter(""))),
    testHeard: test.heard,
    listensOn: folder.writePort,
  };
}
