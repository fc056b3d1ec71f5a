import type { User } from "@signalbox/contract/people";
import { roles } from "@signalbox/contract/roles";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Select } from "../../../ui/choice.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { useChangeUser, useEndSignInsOf, useMakePasswordLink } from "../people-queries.ts";
import { roleLabels } from "../role-words.ts";
import { LinkNote } from "./link-note.tsx";

const choices = roles.map((value) => ({ value, label: roleLabels[value] }));

/** One person: their role, and what an admin does about their account. */
export const PersonRow = ({ user }: { user: User }) => {
  const change = useChangeUser(user.id);
  const link = useMakePasswordLink(user.id);
  const disabled = user.disabledAt !== null;
  return (
    <li>
      <div className="key">
        <div>
          <p className="strong break">
            {user.name} <span className="ink3 mono">{user.login}</span>
          </p>
          <Facts user={user} />
        </div>
        <span className="key__scopes">
          {user.hasMachine ? (
            <span className="badge">{roleLabels[user.role]}</span>
          ) : (
            <Select
              label={`Role of ${user.name}`}
              value={user.role}
              choices={choices}
              onChange={(role) => change.mutate({ role })}
            />
          )}
        </span>
        <span className="key__act row row--tight row--wrap">
          {disabled ? (
            <button type="button" className="btn" onClick={() => change.mutate({ disabled: false })}>
              Enable
            </button>
          ) : (
            <>
              <button
                type="button"
                className="btn"
                aria-label={`Password link for ${user.name}`}
                disabled={link.isPending}
                onClick={() => link.mutate()}
              >
                Password link
              </button>
              <EndSignIns user={user} />
              {user.hasMachine ? null : (
                <Disable user={user} onDisable={() => change.mutate({ disabled: true })} />
              )}
            </>
          )}
        </span>
      </div>
      {link.data === undefined ? null : (
        <LinkNote link={link.data} name={user.name} onClose={() => link.reset()} />
      )}
      <Refusal error={change.error ?? link.error} />
    </li>
  );
};

const Facts = ({ user }: { user: User }) => {
  const now = useNow();
  return (
    <p className="small ink3 num key__facts">
      {user.disabledAt === null ? null : (
        <span className="stop">disabled {moment(user.disabledAt, now)}</span>
      )}
      {user.hasMachine ? <span>has this machine</span> : null}
      <span>{user.hasPassword ? "has a password" : "no password yet"}</span>
      <span>
        {user.lastSeenAt === null ? "never signed in" : `last seen ${moment(user.lastSeenAt, now)}`}
      </span>
    </p>
  );
};

const EndSignIns = ({ user }: { user: User }) => {
  const end = useEndSignInsOf(user.id);
  return (
    <Confirm
      trigger={
        <button
          type="button"
          className="btn btn--stop"
          aria-label={`Sign out ${user.name}`}
          disabled={end.isPending}
        >
          Sign out
        </button>
      }
      title={`Sign ${user.name} out everywhere?`}
      verb="Sign out everywhere"
      back="Leave it"
      onConfirm={() => end.mutate()}
    >
      <p>Every browser of theirs is signed out at once. They may sign in again.</p>
    </Confirm>
  );
};

const Disable = ({ user, onDisable }: { user: User; onDisable: () => void }) => (
  <Confirm
    trigger={
      <button type="button" className="btn btn--stop" aria-label={`Disable ${user.name}`}>
        Disable
      </button>
    }
    title={`Disable ${user.name}?`}
    verb="Disable the account"
    back="Keep it"
    onConfirm={onDisable}
  >
    <p>
      Their sign-ins end and their API keys are revoked at once. The account can be enabled again; its keys
      stay revoked.
    </p>
  </Confirm>
);
