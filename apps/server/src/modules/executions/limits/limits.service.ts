import type { Cause } from "../../../platform/http/http.ts";
import type { ExecutionsOptions } from "../options.ts";
import { findLimit, storeLimit } from "./limits.repository.ts";

export interface LimitsService {
  /** Null where there is none. @throws AppError `projects.not_found` */
  of(projectId: string): Promise<number | null>;
  /** @throws AppError `projects.not_found` */
  write(projectId: string, most: number | null, by: Cause): Promise<void>;
}

export const createLimits = ({
  db,
  places,
  audit,
  bell,
}: Pick<ExecutionsOptions, "db" | "places" | "audit" | "bell">): LimitsService => ({
  async of(projectId) {
    await places.project(projectId);
    return findLimit(db.read, projectId);
  },
  async write(projectId, most, by) {
    await places.project(projectId);
    await db.transaction(async (tx) => {
      await storeLimit(tx, projectId, most);
      const subject = { kind: "project", id: projectId };
      await audit.record(tx, { ...by, action: "execution_limit.changed", subject, detail: { most } });
    });
    bell.ring();
  },
});
