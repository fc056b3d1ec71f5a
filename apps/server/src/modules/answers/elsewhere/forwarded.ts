import { AnswerContent } from "@signalbox/contract/answers";
import { z } from "zod";

const Forwarded = z.object({
  content: AnswerContent,
  by: z.object({
    ...{ actor: z.string(), name: z.string(), correlationId: z.string(), address: z.string().optional() },
  }),
});

/** An answer on its way to the node that delivers it: whole, with who gave it. */
export type ForwardedAnswer = z.infer<typeof Forwarded>;

export const forwardedText = (answer: ForwardedAnswer): string => JSON.stringify(Forwarded.parse(answer));

export const readForwarded = (text: string): ForwardedAnswer => Forwarded.parse(JSON.parse(text));
