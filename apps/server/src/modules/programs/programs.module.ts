import type { Program } from "@signalbox/contract/programs";
import type { Queryable } from "../../platform/database/database.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { findProgram, findPrograms, mostPrograms, presentProgram } from "./programs.repository.ts";
import { programsRoutes } from "./programs.routes.ts";
import { createProgramsService, type ProgramsOptions } from "./programs.service.ts";

interface ProgramsModuleOptions extends ProgramsOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** What runs programs asks of them. */
export interface ProgramsApi {
  /** Null where it is gone. Within the transaction of whoever asks, where `read` is one. */
  find(id: string, read?: Queryable): Promise<Program | null>;
  names(): Promise<{ id: string; name: string }[]>;
}

/** The programs of their own that administrators let bots run. */
export function createPrograms({ refuseWatchedAgent, ...options }: ProgramsModuleOptions): {
  api: ProgramsApi;
  routes: MountedRoute[];
} {
  return {
    api: {
      async find(id, read = options.db.read) {
        const row = await findProgram(read, id);
        return row === undefined ? null : presentProgram(row);
      },
      names: () => findPrograms(options.db.read, { after: undefined, limit: mostPrograms }),
    },
    routes: programsRoutes({ programs: createProgramsService(options), refuseWatchedAgent }),
  };
}
