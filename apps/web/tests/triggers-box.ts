import { createHmac, randomUUID } from "node:crypto";
import { send } from "./bots-box.ts";
import type { Box } from "./box.ts";

export interface Sender {
  id: string;
  name: string;
  url: string;
  secret: string;
}

/** Delivers something as a program elsewhere does: over the network, signed, knowing no more than address and secret. */
export const deliver = async (
  { url, secret }: Pick<Sender, "url" | "secret">,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<number> => {
  const text = JSON.stringify(body);
  const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
  const reply = await fetch(url, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", "x-event": "order", "x-delivery-id": randomUUID() },
      // As GitHub names them, too.
      ...{ "x-signature-256": signature, "x-hub-signature-256": signature },
      ...{ "x-github-delivery": randomUUID(), ...headers },
    },
    body: text,
  });
  return reply.status;
};

export const makeSource = (box: Box, content: object = {}): Promise<Sender> =>
  send(box, "POST", "/api/sources", { name: "A shop", style: "hmac", ...content });

export const makeTrigger = (box: Box, botId: string, content: object): Promise<{ id: string }> =>
  send(box, "POST", `/api/bots/${botId}/triggers`, { content });
