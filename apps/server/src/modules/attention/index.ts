import type { MountedRoute } from "../../platform/http/http.ts";
import { attentionRoutes } from "./attention.routes.ts";
import { type AttentionOptions, createAttentionService } from "./attention.service.ts";

export type { AttentionOptions } from "./attention.service.ts";
export type { AgentsAtWork, ProjectNames, WaitingQuestion } from "./ports.ts";

export interface Attention {
  routes: MountedRoute[];
}

/** The queue of what needs the operator now, and the overview in one small reply. */
export const createAttention = (options: AttentionOptions): Attention => ({
  routes: attentionRoutes(createAttentionService(options)),
});
