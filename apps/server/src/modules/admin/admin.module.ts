import type { Clock } from "../../kernel/clock.ts";
import type { OpenDatabase } from "../../platform/database/database.ts";
import type { Descriptors } from "../../platform/database/descriptor.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import { adminRoutes } from "./admin.routes.ts";
import { createBrowse } from "./browse.service.ts";
import { createSavedViews } from "./views/saved-views.ts";

export interface AdminOptions {
  db: OpenDatabase;
  clock: Clock;
  audit: Audit["record"];
  /** How each table is shown, from the modules that keep them. */
  tables: Descriptors;
}

export interface Admin {
  routes: MountedRoute[];
}

/** The data browser: every table, read only. */
export const createAdmin = ({ db, clock, audit, tables }: AdminOptions): Admin => {
  const browse = createBrowse({ db, tables });
  const views = createSavedViews({ db, clock, audit, check: browse.check });
  return {
    routes: adminRoutes({
      browse,
      views,
      today: () => clock.now().toISOString().slice(0, 10),
      onExport: ({ actor, correlationId, address }, { table, format, detail }) =>
        db.transaction((tx) =>
          audit(tx, {
            actor,
            address,
            correlationId,
            action: "data.exported",
            subject: { kind: "table", id: table },
            detail: { format, ...detail },
          }),
        ),
    }),
  };
};
