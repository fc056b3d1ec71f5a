import { webhookHeaders } from "../../../platform/outbound/signed-webhook.ts";
import type { Carry, Case } from "../carrying-out/case.ts";
import type { OutcomesOptions } from "../options.ts";
import { outcomeErrors } from "../outcomes.errors.ts";
import { findSigningKey } from "../signing-keys.repository.ts";
import { signingPlace } from "../signing-secret.ts";

/** Whoever answers so may do otherwise later. */
const isPassing = (status: number): boolean =>
  status >= 500 || status === 408 || status === 409 || status === 425 || status === 429;

/** https://www.standardwebhooks.com; each try has the same id, so that the receiver can tell. */
export const webhook: Carry<"webhook"> = async (outcome, given, options) => {
  const { clock, outbound } = options;
  const { row, execution, signal } = given;
  const secret = await secretOf(execution.bot.id, options);
  const now = clock.now();
  const id = `msg_${row.execution_id}_${row.position}`;
  const body = JSON.stringify(payloadOf(given, await given.say(outcome.text)));
  const { status } = await outbound.post({
    url: outcome.url,
    headers: webhookHeaders({ id, at: now, body, secrets: [secret] }),
    ...{ body, signal },
  });
  if (status >= 200 && status < 300) return {};
  throw outcomeErrors.answered(new URL(outcome.url).host, status, !isPassing(status));
};

async function secretOf(botId: string, { db, vault }: OutcomesOptions): Promise<string> {
  const sealed = await findSigningKey(db.read, botId);
  if (sealed === null) throw outcomeErrors.noSecret();
  return vault.open(signingPlace(botId), sealed);
}

const payloadOf = ({ execution, url }: Case, text: string) => {
  const { id, bot, state, reason, target, endedAt } = execution;
  const data = { executionId: id, url, bot, state, reason, target, text };
  return { type: "execution.finished", timestamp: endedAt, data };
};
