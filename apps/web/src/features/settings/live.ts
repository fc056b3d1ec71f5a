import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { peopleKeys } from "./people-keys.ts";
import { settingsKeys } from "./queries.ts";

/**
 * Keys, people, terminals and hooks may change by another browser or the CLI; a session that starts shows that its CLI is there.
 */
export const followSettings = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.type.startsWith("hooks.") || event.type === "agent.started")
    refresher.refresh(settingsKeys.hooks);
  if (event.type.startsWith("api_key.")) refresher.refresh(settingsKeys.keys);
  if (event.type.startsWith("answer_grant.")) refresher.refresh(peopleKeys.grants);
  if (event.type.startsWith("sign_in.")) refresher.refresh(peopleKeys.signIns);
  if (event.type.startsWith("user."))
    for (const key of [peopleKeys.users, peopleKeys.account, settingsKeys.caller]) refresher.refresh(key);
};
