import * as contract from "@signalbox/contract/programs";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { ProgramsService } from "./programs.service.ts";

interface ProgramsRoutesOptions {
  programs: ProgramsService;
  /** @throws AppError `auth.watched_agent` */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const programsRoutes = ({ programs, refuseWatchedAgent }: ProgramsRoutesOptions): MountedRoute[] => [
  serve(contract.listPrograms, async ({ query }) => reply(200, await programs.list(query))),
  serve(contract.createProgram, async (context) => {
    // Whoever names a program says what is run on the machine.
    await refuseWatchedAgent(context.peer);
    return reply(201, await programs.make(context.body, causeOf(context)));
  }),
  serve(contract.changeProgram, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(200, await programs.change(context.params.programId, context.body, causeOf(context)));
  }),
  serve(contract.removeProgram, async (context) => {
    await refuseWatchedAgent(context.peer);
    await programs.remove(context.params.programId, causeOf(context));
    return reply(204, null);
  }),
];
