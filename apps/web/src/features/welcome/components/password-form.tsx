import { signInWithPassword } from "@signalbox/contract/auth";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { api } from "../../../lib/api.ts";
import { Field, Refusal } from "../../../ui/field.tsx";
import { useEnter } from "../use-enter.ts";

/** Signs in by login and password. */
export const PasswordForm = () => {
  const enter = useEnter();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.call(signInWithPassword, { body: { login, password } }),
    onSuccess: enter,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Field label="Login" value={login} required autoComplete="username" onChange={setLogin} />
      <Field
        label="Password"
        type="password"
        value={password}
        required
        autoComplete="current-password"
        onChange={setPassword}
      />
      <Refusal error={error} />
      <div>
        <button type="submit" className="btn btn--main btn--large" disabled={isPending}>
          {isPending ? "Signing in…" : "Sign in"}
        </button>
      </div>
    </form>
  );
};
