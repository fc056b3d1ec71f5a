import { ApiError } from "@signalbox/client/errors";
import { signIn } from "@signalbox/contract/auth";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../lib/api.ts";
import { signInSecret } from "../../../lib/sign-in.ts";
import { useStored } from "../../../lib/stored.ts";
import { usePageTitle } from "../../../ui/page.tsx";
import { callerQuery } from "../../settings/index.ts";
import { Door, Opening } from "../components/door.tsx";
import { OtherWays } from "../components/other-ways.tsx";
import { useEnter } from "../use-enter.ts";
import { useLinkSecret } from "../use-link-secret.ts";

/** `/sign-in#secret`: redeems the link once; without a link that does, offers the other ways in, or how to go on. */
export const SignInPage = () => {
  usePageTitle("Sign in");
  const redeem = useRedeem();
  return (
    <Door>
      {redeem.state === "redeeming" ? (
        <Opening />
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
          <OtherWays />
        </div>
      )}
    </Door>
  );
};

type Redeem =
  | { state: "asking" }
  | { state: "redeeming" }
  | { state: "inside" }
  | { state: "failed"; reason: string };

const useRedeem = (): Redeem => {
  const { mutate, status, error } = useMutation({
    mutationFn: (secret: string) => api.call(signIn, { body: { secret } }),
    onSuccess: useEnter(),
  });
  const cameByLink = useLinkSecret(mutate);
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
