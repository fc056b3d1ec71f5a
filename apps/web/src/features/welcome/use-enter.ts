import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { signInSecret, welcomeSkipped } from "../../lib/sign-in.ts";
import { everHeardQuery } from "../agents/index.ts";
import { hooksQuery } from "../settings/index.ts";

/** What follows when the server has signed this browser in: it keeps its half, and goes where there is something to do. */
export const useEnter = () => {
  const cache = useQueryClient();
  const navigate = useNavigate();

  /** Nothing installed and nothing ever seen: the first thing to do is to let agents report. */
  const isFirstRun = async (): Promise<boolean> => {
    if (welcomeSkipped.read() !== null) return false;
    const [hooks, everHeard] = await Promise.all([
      cache.fetchQuery(hooksQuery),
      cache.fetchQuery(everHeardQuery),
    ]);
    return !everHeard && hooks.items.every(({ state }) => state === "not_installed");
  };

  return async ({ secret, scopes }: { secret: string; scopes: readonly string[] }) => {
    signInSecret.write(secret);
    cache.clear();
    const sets = scopes.includes("operate") && (await isFirstRun());
    await navigate({ to: sets ? "/welcome" : "/", replace: true });
  };
};
