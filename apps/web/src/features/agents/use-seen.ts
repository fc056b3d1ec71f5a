import { useEffect, useState } from "react";
import { basePath } from "../../lib/base.ts";
import { createStored, useStored } from "../../lib/stored.ts";

const stored = createStored("signalbox.seen", basePath);

/** Agents whose last look is remembered; who was looked at long ago is forgotten. */
const remembered = 500;

type Seen = Readonly<Record<string, string>>;

const isSeen = (value: unknown): value is Seen =>
  typeof value === "object" && value !== null && Object.values(value).every((at) => typeof at === "string");

const readSeen = (text: string | null): Seen => {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isSeen(value) ? value : {};
  } catch {
    return {};
  }
};

/** Takes note that an agent was seen up to a time; the agent looked at last is the last. */
const noteSeen = (agentId: string, at: string): void => {
  const { [agentId]: before, ...others } = readSeen(stored.read());
  if (before !== undefined && before >= at) return;
  const all = [...Object.entries(others), [agentId, at]].slice(-remembered);
  stored.write(JSON.stringify(Object.fromEntries(all)));
};

/** Up to when this agent had been seen as it was opened; what is shown from now on is seen. */
export const useSeen = (agentId: string, newest: string | undefined): string | null => {
  const [before] = useState(() => readSeen(stored.read())[agentId] ?? null);
  useEffect(() => {
    if (newest === undefined) return;
    const note = () => {
      if (document.visibilityState === "visible") noteSeen(agentId, newest);
    };
    note();
    document.addEventListener("visibilitychange", note);
    return () => document.removeEventListener("visibilitychange", note);
  }, [agentId, newest]);
  return before;
};

/** Whether an agent that was looked at before did something since. */
export const useIsUnread = (): ((agent: { id: string; lastSeenAt: string }) => boolean) => {
  const seen = readSeen(useStored(stored));
  return ({ id, lastSeenAt }) => {
    const at = seen[id];
    return at !== undefined && at < lastSeenAt;
  };
};
