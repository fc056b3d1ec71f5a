import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";
import type { WorkspacesOptions } from "./options.ts";
import { findLeft } from "./workspaces.repository.ts";
import type { WorkspacesApi } from "./workspaces.service.ts";

interface LoopOptions extends Pick<WorkspacesOptions, "db" | "places" | "log"> {
  service: Pick<WorkspacesApi, "release">;
  bell: Bell;
  mayRelease(executionId: string): Promise<boolean>;
}

/** Another process may have ended an execution of this machine. */
const looksEveryMs = 5_000;

/** Removes the workspaces of executions that are over, once nothing is to be done with them any more. */
export const workspacesLoop = (options: LoopOptions): Loop => ({
  name: "workspaces",
  summary: "Removes workspaces of executions that are over, where nothing is lost with them",
  alone: false,
  dispensable: true,
  async run(signal) {
    while (!signal.aborted) {
      await releaseLeft(options);
      await options.bell.wait(looksEveryMs, signal);
    }
  },
});

async function releaseLeft({ db, places, log, service, mayRelease }: LoopOptions): Promise<void> {
  for (const { execution_id: executionId } of await findLeft(db.read, places.hostId())) {
    try {
      if (await mayRelease(executionId)) await service.release(executionId);
    } catch (error) {
      log.warn({ err: error, executionId }, "a workspace could not be looked at");
    }
  }
}
