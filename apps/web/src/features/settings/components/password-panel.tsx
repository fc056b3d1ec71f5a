import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { Field, Refusal } from "../../../ui/field.tsx";
import { accountQuery, useChoosePassword } from "../people-queries.ts";

/** Chooses a password, or another one. */
export const PasswordPanel = () => {
  const { data: user } = useQuery(accountQuery);
  const choose = useChoosePassword();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const has = user?.hasPassword ?? false;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const body = has ? { current, password } : { password };
    choose.mutate(body, {
      onSuccess: () => {
        setCurrent("");
        setPassword("");
      },
    });
  };
  return (
    <section className="panel" aria-labelledby="password">
      <div className="panel__head">
        <h2 id="password">Password</h2>
      </div>
      <form className="panel__body stack" onSubmit={submit}>
        <p className="ink2">
          {has
            ? "A new password signs you out everywhere but here."
            : "You have none yet. With one, you sign in from any browser, without a link."}
        </p>
        <div className="fields">
          {has ? (
            <Field
              label="Password as it is now"
              type="password"
              value={current}
              required
              autoComplete="current-password"
              onChange={setCurrent}
            />
          ) : null}
          <Field
            label="New password"
            type="password"
            value={password}
            required
            maxLength={200}
            autoComplete="new-password"
            hint="At least 12 characters; a few words make a good one"
            onChange={setPassword}
          />
        </div>
        <Refusal error={choose.error} />
        {choose.isSuccess ? (
          <p role="status" className="notice notice--done">
            Your new password is set. You are signed in here alone.
          </p>
        ) : null}
        <div>
          <button type="submit" className="btn" disabled={choose.isPending || user === undefined}>
            {choose.isPending ? "Setting…" : "Set password"}
          </button>
        </div>
      </form>
    </section>
  );
};
