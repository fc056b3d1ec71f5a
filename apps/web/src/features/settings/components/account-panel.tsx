import type { User } from "@signalbox/contract/people";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { accountQuery, useRename } from "../people-queries.ts";
import { roleWords } from "../role-words.ts";

/** Who one is here, and what that allows. */
export const AccountPanel = () => {
  const query = useQuery(accountQuery);
  return (
    <section className="panel" aria-labelledby="account">
      <div className="panel__head">
        <h2 id="account">My account</h2>
      </div>
      {query.data === undefined ? (
        <Unread
          query={query}
          lines={2}
          loading="Loading your account"
          failed="Your account could not be read"
        />
      ) : (
        <AccountForm key={query.data.id} user={query.data} />
      )}
    </section>
  );
};

const AccountForm = ({ user }: { user: User }) => {
  const rename = useRename();
  const [name, setName] = useState(user.name);
  const [login, setLogin] = useState(user.login);
  const differs = name !== user.name || login !== user.login;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate({ name, login });
  };
  return (
    <form className="panel__body stack" onSubmit={submit}>
      <p className="ink2">
        You are <b className="strong">{roleWords[user.role].name}</b>: {roleWords[user.role].may}
      </p>
      <div className="fields">
        <Field label="Name" value={name} required maxLength={80} autoComplete="name" onChange={setName} />
        <Field
          label="Login"
          value={login}
          required
          maxLength={100}
          autoComplete="username"
          hint="What you sign in by"
          onChange={setLogin}
        />
      </div>
      <Refusal error={rename.error} />
      <div>
        <button type="submit" className="btn" disabled={!differs || rename.isPending}>
          Save
        </button>
      </div>
    </form>
  );
};
