/** Up to when agents were seen in this browser, by their ids; `*` for those that were never looked at themselves. */
export type Seen = Readonly<Record<string, string>>;

const everyone = "*";

/** Agents whose last look is remembered; who was looked at long ago is forgotten. */
const remembered = 500;

/** What was stored; nothing where it can't be read. */
export const readSeen = (text: string | null): Seen => {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isSeen(value) ? value : {};
  } catch {
    return {};
  }
};

const isSeen = (value: unknown): value is Seen =>
  typeof value === "object" && value !== null && Object.values(value).every((at) => typeof at === "string");

/** The agent looked at last is the last; null where nothing changes. */
export const withSeen = (seen: Seen, agentId: string, at: string): Seen | null => {
  const { [agentId]: before, [everyone]: all, ...others } = seen;
  if (before !== undefined && before >= at) return null;
  const latest = [...Object.entries(others), [agentId, at]].slice(-remembered);
  return { ...(all === undefined ? {} : { [everyone]: all }), ...Object.fromEntries(latest) };
};

/** All agents were seen up to a time; what was seen later stays so. */
export const withAllSeen = (seen: Seen, at: string): Seen => ({
  ...Object.fromEntries(Object.entries(seen).filter(([, before]) => before > at)),
  [everyone]: at,
});

/** Whether a time was noted up to which all was seen. */
export const hasBaseline = (seen: Seen): boolean => everyone in seen;

/** Whether an agent did something since it was seen; one that nothing is known of did not. */
export const isUnread = (seen: Seen, { id, lastSeenAt }: { id: string; lastSeenAt: string }): boolean => {
  const at = seenUpTo(seen, id);
  return at !== null && at < lastSeenAt;
};

/** Up to when an agent was seen, by itself or with all; null where nothing is known of that. */
export const seenUpTo = (seen: Seen, agentId: string): string | null =>
  later(seen[agentId], seen[everyone]) ?? null;

const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
