import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { personasRoutes } from "./personas.routes.ts";
import { createPersonasService, type PersonasOptions, type PersonasService } from "./personas.service.ts";

export interface OrganisationOptions extends PersonasOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export interface Organisation {
  api: Pick<PersonasService, "get" | "namesOf">;
  routes: MountedRoute[];
}

/** Who agents are. */
export function createOrganisation({ refuseWatchedAgent, ...options }: OrganisationOptions): Organisation {
  const personas = createPersonasService(options);
  return { api: personas, routes: personasRoutes({ personas, refuseWatchedAgent }) };
}
