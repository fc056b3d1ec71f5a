import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { accountKeys } from "./keys.ts";

export const followAccounts =
  (refresher: Refresher) =>
  ({ subject }: EventEnvelope) => {
    if (subject.kind === "account") refresher.refresh(accountKeys.all);
    // An execution uses one, from its begin on.
    if (subject.kind === "execution") refresher.refresh(accountKeys.all, { restMs: 2_000 });
  };
