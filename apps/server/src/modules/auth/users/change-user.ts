import { userChanged, userDisabled, userEnabled } from "@signalbox/contract/people";
import type { Role } from "@signalbox/contract/roles";
import type { Clock } from "../../../kernel/clock.ts";
import { afterCommit, type Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import type { Keys } from "../keys/keys.ts";
import type { Links } from "../sign-ins/links.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import { lockUser, type UserRow, updateUser } from "./users.repository.ts";

/** What of an account is to be otherwise. */
export interface UserChange {
  login?: string | undefined;
  name?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
}

interface Means {
  events: EventLog;
  clock: Clock;
  audit: Audit;
  keys: Keys;
  links: Links;
  signIns: SignIns;
}

interface Wanted {
  id: string;
  change: UserChange;
  cause: Cause;
}

/** Changes an account, with an event and a line in the audit for each thing that became otherwise. */
export const changeUser = async (means: Means, tx: Tx, { id, change, cause }: Wanted): Promise<void> => {
  const before = await lockUser(tx, id);
  if (before === undefined) throw authErrors.userNotFound(id);
  const after = afterChange(before, change, means.clock.now());
  if (after.has_machine && (after.role !== "admin" || after.disabled_at !== null)) {
    throw authErrors.machineAccountStays();
  }
  const changes = changesBetween(before, after);
  if (changes === undefined) return;
  await updateUser(tx, after);
  for (const { definition, detail } of changes) {
    const ended = definition === userDisabled ? await endAll(means, tx, { id, cause }) : {};
    const [at, subject] = [means.clock.now(), { kind: "user", id }];
    means.events.append(
      tx,
      newEvent(definition, { ...cause, at, subject }, { userId: id, role: after.role }),
    );
    const whole = { login: after.login, ...detail, ...ended };
    await means.audit.record(tx, { ...cause, action: definition.type, subject, detail: whole });
  }
  // Here at once; at other nodes by the event.
  afterCommit(tx, () => {
    for (const { known } of [means.keys, means.signIns]) known.forgetUser(id);
  });
};

const afterChange = (before: UserRow, change: UserChange, now: Date): UserRow => {
  const { login = before.login, name = before.name, role = before.role, disabled } = change;
  const disabledAt = disabled ? (before.disabled_at ?? now) : null;
  return {
    ...before,
    login,
    name,
    role,
    disabled_at: disabled === undefined ? before.disabled_at : disabledAt,
  };
};

/** What is to be told of a change; nothing where nothing became otherwise. */
const changesBetween = (before: UserRow, after: UserRow) => {
  const differs = (["login", "name", "role"] as const).filter((field) => before[field] !== after[field]);
  const was = Object.fromEntries(differs.map((field) => [field, { from: before[field], to: after[field] }]));
  const changes = [
    ...(differs.length > 0 ? [{ definition: userChanged, detail: { changed: was } }] : []),
    ...(before.disabled_at !== null && after.disabled_at === null
      ? [{ definition: userEnabled, detail: {} }]
      : []),
    ...(before.disabled_at === null && after.disabled_at !== null
      ? [{ definition: userDisabled, detail: {} }]
      : []),
  ];
  return changes.length === 0 ? undefined : changes;
};

/** A disabled account keeps nothing that would let it in when it is enabled again, but its password. */
const endAll = async (
  { keys, links, signIns }: Means,
  tx: Tx,
  { id, cause }: Omit<Wanted, "change">,
): Promise<Record<string, number>> => {
  await links.voidAll(tx, id);
  return {
    signInsEnded: await signIns.endAllOf(tx, { userId: id }, cause),
    keysRevoked: await keys.revokeAllOf(tx, id, cause),
  };
};
