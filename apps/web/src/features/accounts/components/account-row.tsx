import type { Account } from "@signalbox/contract/accounts";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { usePrograms } from "../../programs/index.ts";
import { useChangeAccount, useCheckAccount, useClearLimit, useRemoveAccount } from "../queries.ts";
import { meansWords, stateBadge, stateWords, windowName, windowWords } from "../words.ts";
import { ChangeAccount } from "./change-account.tsx";
import { CheckResult } from "./check-result.tsx";

/** An account, how it stands, and what can be done with it. */
export const AccountRow = ({ account, mayChange }: { account: Account; mayChange: boolean }) => {
  const now = useNow();
  const { name, state, isDefault, lastUsedAt, limitReason, programId } = account;
  const program = usePrograms().find(({ id }) => id === programId)?.name;
  return (
    <li className="account" aria-label={name}>
      <div className="row row--wrap">
        <p className="strong break">{name}</p>
        {isDefault ? <span className="badge badge--flat">Default</span> : null}
        <span className={stateBadge[state]}>{stateWords(account, now)}</span>
        <span className="push" />
        <p className="small ink3 num">
          {lastUsedAt === null ? "Not used yet" : `Used ${moment(lastUsedAt, now)}`}
        </p>
      </div>
      <p className="small ink2 break">
        {program === undefined ? "" : `${program}: `}
        {meansWords(account)}
      </p>
      {limitReason === null ? null : <p className="small ink2">{limitReason}</p>}
      {state === "held" ? (
        <p className="small ink2">The CLI could not reach its model again and again</p>
      ) : null}
      <PlanWindows account={account} now={now} />
      {mayChange ? <Acts account={account} /> : null}
    </li>
  );
};

const PlanWindows = ({ account: { name, windows }, now }: { account: Account; now: number }) =>
  windows.length === 0 ? null : (
    <ul className="account__windows small ink2" aria-label={`The plan of ${name}`}>
      {windows.map((window) => (
        <li key={window.name} className="break">
          <span className="strong">{windowName(window)}</span>: {windowWords(window, now)}
        </li>
      ))}
    </ul>
  );

const Acts = ({ account }: { account: Account }) => {
  const { id, name, enabled, isHere, state } = account;
  const [change, check, clear] = [useChangeAccount(id), useCheckAccount(id), useClearLimit(id)];
  const refused = change.error ?? clear.error;
  return (
    <>
      <div className="row row--wrap">
        <Switch label={`Use ${name}`} on={enabled} onChange={(on) => change.mutate({ enabled: on })} />
        {isHere ? (
          <button
            type="button"
            className="btn"
            aria-label={`Check ${name}`}
            aria-disabled={check.isPending}
            onClick={check.isPending ? undefined : () => check.mutate(undefined)}
          >
            {check.isPending ? "Checking…" : "Check"}
          </button>
        ) : null}
        {state === "limited" ? (
          <button
            type="button"
            className="btn"
            aria-label={`Clear limit of ${name}`}
            onClick={() => clear.mutate(undefined)}
          >
            Clear limit
          </button>
        ) : null}
        <ChangeAccount account={account} />
        <Remove account={account} />
      </div>
      <Refusal error={refused} />
      <CheckResult isPending={check.isPending} data={check.data} error={check.error} />
    </>
  );
};

const Remove = ({ account: { id, name, hint } }: { account: Account }) => {
  const remove = useRemoveAccount(id);
  return (
    <>
      <Confirm
        trigger={
          <button type="button" className="btn" aria-label={`Remove ${name}`}>
            Remove
          </button>
        }
        title={`Remove ${name}?`}
        verb="Remove it"
        back="Keep it"
        onConfirm={() => remove.mutate(undefined)}
      >
        <p>
          {hint === null
            ? "What it is signed in with stays where it is; nothing begins with it any more."
            : "Its secret is forgotten; nothing begins with it any more."}
        </p>
      </Confirm>
      <Refusal error={remove.error} />
    </>
  );
};
