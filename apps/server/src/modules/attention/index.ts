export { attentionTables } from "./attention.tables.ts";

import type { Reaction } from "../../platform/events/events.ts";
import type { MountedRoute } from "../../platform/http/http.ts";
import { countHours } from "./attention.reactions.ts";
import { attentionRoutes } from "./attention.routes.ts";
import { type AttentionOptions, createAttentionService } from "./attention.service.ts";
import { countStatement } from "./hours.repository.ts";

export type { AttentionOptions } from "./attention.service.ts";
export { attentionItem } from "./attention-item.ts";
export type { AgentsAtWork, ProjectNames, WaitingQuestion } from "./ports.ts";

export interface Attention {
  routes: MountedRoute[];
  reactions: Reaction[];
}

/** The queue of what needs the operator now, and the overview in one small reply. */
export const createAttention = (options: AttentionOptions): Attention => ({
  routes: attentionRoutes(createAttentionService(options)),
  reactions: [countHours(countStatement)],
});
