import type { GitHubCheck } from "@signalbox/contract/github";
import { type SubmitEvent, useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { faultsOf } from "../../../lib/faults.ts";
import { moment } from "../../../lib/format.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { useFocusOnFault } from "../../../ui/use-focus-on-fault.ts";
import { useCheck } from "../queries.ts";
import { installationWords, mayWords, scopeWords } from "../words.ts";

/** Asks GitHub what the token may do now, where wanted in one repository. */
export const CheckPanel = () => {
  const check = useCheck();
  const [repository, setRepository] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const faults = faultsOf(check.error);
  useFocusOnFault(form, check.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!check.isPending) check.mutate(repository.trim());
  };
  return (
    <section className="panel" aria-labelledby="github-check">
      <div className="panel__head">
        <h2 id="github-check">Check</h2>
        <span className="small ink3 cut">What the connection may do now</span>
      </div>
      <form className="panel__body stack" onSubmit={submit} ref={form}>
        <div className="fields">
          <Field
            label="In the repository"
            value={repository}
            maxLength={201}
            autoComplete="off"
            spellCheck={false}
            placeholder="acme/shop"
            hint="Empty asks for the account alone"
            fault={faults.get("repository")}
            onChange={setRepository}
          />
        </div>
        <p>
          <button type="submit" className="btn" aria-busy={check.isPending}>
            {check.isPending ? "Asking GitHub…" : "Check"}
          </button>
        </p>
        <Refusal error={faults.size === 0 ? check.error : null} />
        <div role="status">{check.data === undefined ? null : <Found check={check.data} />}</div>
      </form>
    </section>
  );
};

const Found = ({ check }: { check: GitHubCheck }) => {
  const now = useNow();
  const { login, scopes, expiresAt, requests, repository, app } = check;
  return (
    <dl className="kv num">
      <dt>Account</dt>
      <dd>{login}</dd>
      {app === null ? (
        <>
          <dt>Scopes</dt>
          <dd>{scopeWords(scopes)}</dd>
          <dt>Expires</dt>
          <dd>{expiresAt ?? <span className="ink3">GitHub tells no time</span>}</dd>
        </>
      ) : (
        <>
          <dt>App</dt>
          <dd>{app.name}</dd>
          <dt>Installed</dt>
          <dd>
            {app.installations.length === 0 ? "nowhere: install it for the repositories of bots" : null}
            {app.installations.map((one) => (
              <p key={one.id}>{installationWords(one)}</p>
            ))}
          </dd>
        </>
      )}
      {requests === null ? null : (
        <>
          <dt>Requests left</dt>
          <dd>
            {requests.left} of {requests.limit}, all of them again {moment(requests.resetsAt, now)}
          </dd>
        </>
      )}
      {repository === null ? null : (
        <>
          <dt>Repository</dt>
          <dd>
            {repository.name}: it {mayWords(repository)}; its default branch is {repository.defaultBranch}
          </dd>
        </>
      )}
    </dl>
  );
};
