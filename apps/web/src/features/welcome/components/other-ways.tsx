import { listWaysIn, signInByIdentity } from "@signalbox/contract/auth";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";
import { commandLine } from "../../../lib/command-line.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { useEnter } from "../use-enter.ts";
import { PasswordForm } from "./password-form.tsx";

const login = commandLine("login");

/** How one signs in without a link at hand: as whom the proxy says, by password, or by asking for a link. */
export const OtherWays = () => {
  const { data: ways } = useQuery({
    queryKey: ["ways-in"],
    queryFn: ({ signal }) => api.call(listWaysIn, { signal }),
  });
  return (
    <>
      {ways?.identity == null ? null : <AsIdentified login={ways.identity} />}
      {ways?.password ? (
        <>
          <PasswordForm />
          <details>
            <summary className="link">Sign in by a link</summary>
            <LinkWords />
          </details>
        </>
      ) : (
        <LinkWords />
      )}
    </>
  );
};

const AsIdentified = ({ login }: { login: string }) => {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.call(signInByIdentity),
    onSuccess: useEnter(),
  });
  return (
    <div className="stack">
      <div>
        <button
          type="button"
          className="btn btn--main btn--large"
          disabled={isPending}
          onClick={() => mutate()}
        >
          Go on as {login}
        </button>
      </div>
      <Refusal error={error} />
    </div>
  );
};

const LinkWords = () => (
  <div className="stack door__link">
    <p className="ink2">
      Run this in the folder of Signalbox, on the machine where it runs, and open the link it prints. A link
      works once, for ten minutes.
    </p>
    <div className="row">
      <pre className="code grow">
        <span className="code__prompt">$ </span>
        {login}
      </pre>
    </div>
    <div>
      <CopyButton text={login} label="Copy command" />
    </div>
  </div>
);
