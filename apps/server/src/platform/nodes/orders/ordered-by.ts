import { z } from "zod";

/** What caused something that another node does. */
export const OrderCause = z.object({
  actor: z.string(),
  correlationId: z.string(),
  address: z.string().optional(),
});

/** Who wants it. */
export const OrderedBy = OrderCause.extend({ name: z.string() });
