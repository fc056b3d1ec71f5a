import type { AccountFault } from "@signalbox/contract/accounts";

/** What an account is judged by. */
export interface Candidate {
  id: string;
  name: string;
  /** Null where it may be used on any host. */
  hostId: string | null;
  enabled: boolean;
  isDefault: boolean;
  limitedUntil: Date | null;
  fault: AccountFault | null;
  lastUsedAt: Date | null;
}

/**
 * An account to use now; or until when none is; or the other host that one belongs to; or why none ever will be without a
 * person.
 */
export type AccountChoice =
  | {
      account: { id: string; name: string };
      /** Why others of its backend were left alone, where they were. */
      insteadOf?: readonly string[];
    }
  | { until: Date; reason: string }
  | { elsewhere: string }
  | { refused: string };

export interface Wish {
  backend: string;
  /** Null for any of the backend. */
  accountId: string | null;
  /** Taken first where it is usable. */
  stickTo: string | null;
  /** Signed out, or not paid for, as this execution saw itself: they are not tried again. */
  failed: readonly string[];
  /** Not to be used until then, whatever they could. */
  spent: ReadonlyMap<string, { until: Date; reason: string }>;
  hostId: string;
  at: Date;
}

export const isLimited = ({ limitedUntil }: Pick<Candidate, "limitedUntil">, at: Date): boolean =>
  limitedUntil !== null && limitedUntil > at;

/** `heldUntil`: until when the backend is left alone on this host; null where it is not. */
export function chooseAccount(
  all: readonly Candidate[],
  wish: Wish,
  heldUntil: Date | null = null,
): AccountChoice {
  const meant = all.filter(({ id }) => wish.accountId === null || id === wish.accountId);
  const here = meant.filter(({ hostId }) => hostId === null || hostId === wish.hostId);
  const tried = here.filter(({ id, enabled }) => enabled && !wish.failed.includes(id));
  const there = meant.find((one) => one.enabled && one.hostId !== null && one.hostId !== wish.hostId);
  if (here.length === 0 && there?.hostId != null) return { elsewhere: there.hostId };
  if (tried.length === 0) return { refused: `${wish.backend}: ${whyNone(meant, here)}` };
  const [first] = tried
    .filter((one) => untilOf(one, wish) <= wish.at.getTime())
    .toSorted(inOrder(wish.stickTo));
  if (first === undefined) return whenOver(tried, wish);
  if (heldUntil !== null)
    return { until: heldUntil, reason: `${wish.backend} fails again and again: it is tried anew then` };
  const held = tried.filter((one) => untilOf(one, wish) > wish.at.getTime());
  const account = { id: first.id, name: first.name };
  return held.length === 0 ? { account } : { account, insteadOf: held.slice(0, 5).map(wordsOf(wish)) };
}

/**
 * The account to stay with, then the default, then whichever was used longest ago. One that was signed out comes last:
 * somebody may have signed in since, and where nothing else is left, a try tells.
 */
const inOrder =
  (stickTo: string | null) =>
  (a: Candidate, b: Candidate): number =>
    Number(a.fault !== null) - Number(b.fault !== null) ||
    Number(b.id === stickTo) - Number(a.id === stickTo) ||
    Number(b.isDefault) - Number(a.isDefault) ||
    (a.lastUsedAt?.getTime() ?? 0) - (b.lastUsedAt?.getTime() ?? 0) ||
    (a.id < b.id ? -1 : 1);

function whenOver(tried: readonly Candidate[], wish: Wish): AccountChoice {
  const { backend, at, spent } = wish;
  const steady = tried.filter(({ fault }) => fault === null);
  const sound = steady.length === 0 ? tried : steady;
  const over = sound.toSorted((a, b) => untilOf(a, wish) - untilOf(b, wish))[0];
  const until = new Date(over === undefined ? at.getTime() : untilOf(over, wish));
  const whose = sound.length === 1 ? `its account "${over?.name}"` : `each of its ${sound.length} accounts`;
  // Where a budget keeps the longest from it, that is why.
  const budget = over === undefined ? undefined : spent.get(over.id);
  if (budget?.until.getTime() === until.getTime())
    return { until, reason: `${backend}: ${whose} may not be used: ${budget.reason}` };
  return { until, reason: `${backend}: ${whose} met a limit` };
}

const wordsOf =
  ({ spent }: Wish) =>
  ({ id, name, limitedUntil }: Candidate): string => {
    const budget = spent.get(id);
    // Where a budget keeps the longest from it, that is why.
    return budget !== undefined && (limitedUntil === null || budget.until >= limitedUntil)
      ? `the account "${name}" may not be used: ${budget.reason}`
      : `the account "${name}" is at a limit until ${limitedUntil?.toISOString() ?? ""}`;
  };

const untilOf = ({ id, limitedUntil }: Candidate, { at, spent }: Wish): number =>
  Math.max((limitedUntil ?? at).getTime(), (spent.get(id)?.until ?? at).getTime());

/** What is wrong with an account that can't be used, and what to do about it. */
function faultOf({ enabled, fault }: Candidate): { is: string; cure: string } {
  if (!enabled) return { is: "is disabled", cure: "enable it" };
  return fault === "billing"
    ? { is: "is not paid for", cure: "see to its plan and check it" }
    : { is: "is signed out", cure: "sign in and check it" };
}

function whyNone(meant: readonly Candidate[], here: readonly Candidate[]): string {
  if (meant.length === 0) return "there is no such account; add one";
  const [only, ...others] = here;
  if (only === undefined) return "the account is of another machine; choose one of this machine";
  const { is, cure } = faultOf(only);
  if (others.length === 0) return `its only account "${only.name}" ${is}; ${cure}`;
  const each = here.map((one) => `"${one.name}" ${faultOf(one).is}`);
  return `none of its accounts can be used: ${each.slice(0, 5).join(", ")}${each.length > 5 ? ", …" : ""}`;
}
