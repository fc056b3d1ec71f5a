import { ApiError } from "@signalbox/client/errors";
import { signIn } from "@signalbox/contract/auth";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "../../../lib/api.ts";
import { commandLine } from "../../../lib/command-line.ts";
import { signInSecret, welcomeSkipped } from "../../../lib/sign-in.ts";
import { useStored } from "../../../lib/stored.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Mark } from "../../../ui/icon.tsx";
import { Lamp } from "../../../ui/lamp.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { everHeardQuery } from "../../agents/index.ts";
import { callerQuery, hooksQuery } from "../../settings/index.ts";
import "./welcome.css";

const login = commandLine("login");

/** `/sign-in#secret`: redeems the link once; without a link that does, says how to get one, or how to go on. */
export const SignInPage = () => {
  usePageTitle("Sign in");
  const redeem = useRedeem();
  return (
    <main className="door" id="main">
      <section className="panel door__panel" aria-labelledby="sign-in">
        <p className="brand">
          <Mark />
          Signalbox
        </p>
        {redeem.state === "redeeming" ? (
          <p role="status" className="row">
            <Lamp aspect="commanded" />
            Signing in…
          </p>
        ) : redeem.state === "inside" ? (
          <div className="stack">
            <h1 id="sign-in">You are signed in already</h1>
            <p className="ink2">Each link signs in once, and this browser has no need of another.</p>
            <div>
              <Link to="/" className="btn btn--main btn--large">
                Go to Now
              </Link>
            </div>
          </div>
        ) : (
          <div className="stack">
            <h1 id="sign-in">{redeem.state === "failed" ? "This link does not sign you in" : "Sign in"}</h1>
            {redeem.state === "failed" ? (
              <p role="alert" className="notice notice--stop">
                {redeem.reason}
              </p>
            ) : null}
            <p className="ink2">
              Run this in the folder of Signalbox, on the machine where it runs, and open the link it prints.
              A link works once, for ten minutes.
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
        )}
      </section>
    </main>
  );
};

type Redeem =
  | { state: "asking" }
  | { state: "redeeming" }
  | { state: "inside" }
  | { state: "failed"; reason: string };

const useRedeem = (): Redeem => {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [cameByLink] = useState(() => window.location.hash.length > 1);
  const { mutate, status, error } = useMutation({
    mutationFn: (secret: string) => api.call(signIn, { body: { secret } }),
    onSuccess: async ({ secret }) => {
      signInSecret.write(secret);
      cache.clear();
      await navigate({ to: (await isFirstRun()) ? "/welcome" : "/", replace: true });
    },
  });

  /** Nothing installed and nothing ever seen: the first thing to do is to let agents report. */
  const isFirstRun = async (): Promise<boolean> => {
    if (welcomeSkipped.read() !== null) return false;
    const [hooks, everHeard] = await Promise.all([
      cache.fetchQuery(hooksQuery),
      cache.fetchQuery(everHeardQuery),
    ]);
    return !everHeard && hooks.items.every(({ state }) => state === "not_installed");
  };

  useEffect(() => {
    const redeem = () => {
      const secret = window.location.hash.slice(1);
      if (secret === "") return;
      // The secret must not stay in the address or the history.
      window.history.replaceState(window.history.state, "", window.location.pathname);
      mutate(secret);
    };
    redeem();
    // A link put into the tab that asks for one changes only the part behind the hash.
    window.addEventListener("hashchange", redeem);
    return () => window.removeEventListener("hashchange", redeem);
  }, [mutate]);

  const idle = status === "idle" && !cameByLink;
  const signedIn = useSignedIn({ asked: idle || error !== null });
  if (signedIn === undefined) return { state: "redeeming" };
  if (signedIn) return { state: "inside" };
  if (error !== null) return { state: "failed", reason: reasonOf(error) };
  return { state: idle ? "asking" : "redeeming" };
};

/** Whether the server knows the sign-in that this browser keeps; undefined while it is asked. */
const useSignedIn = ({ asked }: { asked: boolean }): boolean | undefined => {
  const kept = useStored(signInSecret) !== null;
  const { data, isLoading } = useQuery({ ...callerQuery, enabled: asked && kept });
  if (!asked || !kept) return false;
  return isLoading ? undefined : data !== undefined;
};

const reasons: Record<string, string> = {
  "auth.link_invalid": "It was used already, or is older than ten minutes.",
  "request.invalid": "It is not whole: a part of it was lost or changed on the way here.",
};

const reasonOf = (error: Error): string =>
  (error instanceof ApiError ? reasons[error.code] : undefined) ?? error.message;
