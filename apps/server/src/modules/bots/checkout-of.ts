import type { Checkout } from "@signalbox/contract/executions";

/** What somebody asks a bot to work on, at a forge. */
export interface Target {
  /** Its owner and name: `acme/shop`. */
  repository: string;
  /** What to check out of it: `refs/pull/7/head`. */
  ref: string | null;
}

/** What a start without a person checks out: what it is about, where that is of the repository that the bot works in. */
export const checkoutOf = (target: Target | null, remote: string | null): Checkout => ({
  ref: target !== null && remote !== null && isOf(remote, target.repository) ? target.ref : null,
  base: null,
});

/** `https://github.com/acme/shop.git`, `git@github.com:acme/shop`. */
function isOf(remote: string, repository: string): boolean {
  const path = remote
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .toLowerCase();
  return ["/", ":"].some((before) => path.endsWith(before + repository.toLowerCase()));
}
