import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newSigningSecret, webhookHeaders } from "./signed-webhook.ts";

const message = { id: "msg_1", at: new Date(), body: '{"type":"execution.finished"}' };

test("while a secret is replaced, the old one and the new one prove a webhook", () => {
  const [old, fresh] = [newSigningSecret(), newSigningSecret()];
  const headers = webhookHeaders({ ...message, secrets: [fresh, old] });
  for (const secret of [old, fresh])
    expect(new Webhook(secret).verify(message.body, headers)).toEqual({ type: "execution.finished" });
  expect(() => new Webhook(newSigningSecret()).verify(message.body, headers)).toThrow(
    "No matching signature",
  );
});

test("without a secret, nothing is signed", () => {
  expect(webhookHeaders({ ...message, secrets: [] })).not.toHaveProperty("webhook-signature");
});
