import { chooseNewPassword } from "@signalbox/contract/auth";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { api } from "../../../lib/api.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Door } from "../components/door.tsx";
import { useEnter } from "../use-enter.ts";
import { useLinkSecret } from "../use-link-secret.ts";

/** `/new-password#secret`: a link that an admin made lets a person choose their password, and signs them in. */
export const NewPasswordPage = () => {
  usePageTitle("Choose a password");
  const [secret, setSecret] = useState<string>();
  const cameByLink = useLinkSecret(setSecret);
  return (
    <Door>
      {secret === undefined && !cameByLink ? (
        <div className="stack">
          <h1 id="sign-in">This takes a link</h1>
          <p className="ink2">An admin makes a link with which you choose your password.</p>
          <div>
            <Link to="/sign-in" className="btn">
              Sign in
            </Link>
          </div>
        </div>
      ) : (
        <Choose secret={secret ?? ""} />
      )}
    </Door>
  );
};

const Choose = ({ secret }: { secret: string }) => {
  const [password, setPassword] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.call(chooseNewPassword, { body: { secret, password } }),
    onSuccess: useEnter(),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <h1 id="sign-in">Choose a password</h1>
      <p className="ink2">With it, you sign in from any browser.</p>
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
      <Refusal error={error} />
      <div>
        <button type="submit" className="btn btn--main btn--large" disabled={isPending}>
          {isPending ? "Setting…" : "Set it and sign in"}
        </button>
      </div>
    </form>
  );
};
