import { useEffect, useMemo, useState } from "react";
import { basePath } from "../../lib/base.ts";
import { createStored, useStored } from "../../lib/stored.ts";
import { hasBaseline, isUnread, readSeen, seenUpTo, withAllSeen, withSeen } from "./seen.ts";

const stored = createStored("signalbox.seen", basePath);

/** Takes note that an agent was seen up to a time. */
const noteSeen = (agentId: string, at: string): void => {
  const seen = withSeen(readSeen(stored.read()), agentId, at);
  if (seen !== null) stored.write(JSON.stringify(seen));
};

/** Takes note that all agents were seen up to a time. */
export const noteAllSeen = (at: string): void =>
  stored.write(JSON.stringify(withAllSeen(readSeen(stored.read()), at)));

/** Up to when this agent had been seen as it was opened; what is shown from now on is seen. */
export const useSeen = (agentId: string, newest: string | undefined): string | null => {
  const [before] = useState(() => seenUpTo(readSeen(stored.read()), agentId));
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

/** What an agent does from the first look of this browser on is new to it, and what it did before is not. */
export const useBaseline = (newest: string | undefined): void => {
  useEffect(() => {
    if (newest !== undefined && !hasBaseline(readSeen(stored.read()))) noteAllSeen(newest);
  }, [newest]);
};

/** Whether an agent did something since one looked. */
export const useIsUnread = (): ((agent: { id: string; lastSeenAt: string }) => boolean) => {
  const text = useStored(stored);
  const seen = useMemo(() => readSeen(text), [text]);
  return (agent) => isUnread(seen, agent);
};
