import { z } from "zod";

/** Who wants what another node does. */
export const By = z.object({
  ...{ actor: z.string(), name: z.string(), correlationId: z.string(), address: z.string().optional() },
});
