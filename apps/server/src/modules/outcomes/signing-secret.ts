import type { Cause } from "../../platform/http/http.ts";
import { newSigningSecret } from "../../platform/outbound/signed-webhook.ts";
import type { OutcomesOptions } from "./options.ts";
import { findSigningKeyTime, storeSigningKey } from "./signing-keys.repository.ts";

/** Where a bot's secret opens. */
export const signingPlace = (botId: string): string => `outcomes/signing/${botId}`;

/** When the secret of a bot's webhooks was made; null where it has none. */
export async function signingSecretTime(
  botId: string,
  { db, bots }: Pick<OutcomesOptions, "db" | "bots">,
): Promise<Date | null> {
  const { id } = await bots.get(botId);
  return (await findSigningKeyTime(db.read, id)) ?? null;
}

/** Makes the secret of a bot's webhooks anew. */
export async function makeSigningSecret(
  botId: string,
  by: Cause,
  { db, clock, audit, vault, bots }: OutcomesOptions,
): Promise<string> {
  const { content } = await bots.get(botId);
  const secret = newSigningSecret();
  const sealed = await vault.seal(signingPlace(botId), secret);
  await db.transaction(async (tx) => {
    await storeSigningKey(tx, { botId, sealed, actor: by.actor, at: clock.now() });
    const subject = { kind: "bot", id: botId };
    await audit.record(tx, {
      ...by,
      action: "bot.signing_secret_made",
      subject,
      detail: { name: content.name },
    });
  });
  return secret;
}
