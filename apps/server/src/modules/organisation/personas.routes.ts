import * as contract from "@signalbox/contract/personas";
import { causeOf, type MountedRoute, type Peer, reply, serve } from "../../platform/http/http.ts";
import type { PersonasService } from "./personas.service.ts";

interface PersonasRoutesOptions {
  personas: PersonasService;
  /** Throws where a watched agent, or a program it started, is at the other end. */
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

export const personasRoutes = ({ personas, refuseWatchedAgent }: PersonasRoutesOptions): MountedRoute[] => [
  serve(contract.listPersonas, async ({ query }) => reply(200, await personas.list(query))),
  serve(contract.getPersona, async ({ params }) => reply(200, await personas.get(params.personaId))),
  serve(contract.createPersona, async (context) => {
    await refuseWatchedAgent(context.peer);
    return reply(201, await personas.make(context.body, causeOf(context)));
  }),
  serve(contract.changePersona, async (context) => {
    // What a persona is told is what others will do: no agent may write it.
    await refuseWatchedAgent(context.peer);
    return reply(200, await personas.change(context.params.personaId, context.body, causeOf(context)));
  }),
];
