import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { personaKeys } from "./keys.ts";

export const followOrganisation = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type.startsWith("persona.")) refresher.refresh(personaKeys.all);
};
