import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { RequestError } from "@octokit/request-error";
import type { Clock } from "../../../kernel/clock.ts";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { clipText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { OutboundFetch } from "../../../platform/outbound/outbound-fetch.ts";
import { GitHubLimit, GitHubRefusal, githubErrors } from "../github.errors.ts";
import { retryAtOf } from "./told-limit.ts";

const PagedOctokit = Octokit.plugin(paginateRest);
export type GitHub = InstanceType<typeof PagedOctokit>;

export interface Access {
  apiUrl: string;
  token: string;
  /** Whose the limits are, where the token is another each time. */
  whom?: string;
  /** Says that it is taken no more, so that another is made; of a person's token there is no other. */
  forget?: () => void;
}

/**
 * Asks GitHub, and turns what goes wrong into errors of ours. Nothing is tried again here: whoever asks knows whether it
 * may be done twice, and waits where a restart of the server forgets nothing.
 */
export type Ask = <T>(access: Access, what: (github: GitHub) => Promise<T>) => Promise<T>;

const longestWords = 300;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export function createAsk({ fetch, clock }: { fetch: OutboundFetch; clock: Clock }): Ask {
  /** Until then GitHub is left alone: who goes on in spite of its word is shut out for longer. */
  const quietUntil = new Map<string, Date>();
  return async ({ apiUrl, token, whom = token }, what) => {
    const limited = `${apiUrl} ${whom}`;
    const quiet = quietUntil.get(limited);
    if (quiet !== undefined && quiet > clock.now()) throw new GitHubLimit(quiet);
    const options = { auth: token, baseUrl: apiUrl, userAgent: "Signalbox", log: silent, request: { fetch } };
    try {
      return await what(new PagedOctokit(options));
    } catch (error) {
      const told = errorOf(error, { clock, token });
      if (told instanceof GitHubLimit) quietUntil.set(limited, told.retryAt);
      throw told;
    }
  };
}

function errorOf(error: unknown, { clock, token }: { clock: Clock; token: string }): unknown {
  if (!(error instanceof RequestError)) return error;
  const words = (text: string) => clipText(redactText(text.replaceAll(token, "[token]")), longestWords);
  const { response, status, cause } = error;
  if (response === undefined) {
    // Where the address may not be reached, it never may.
    if (cause instanceof AppError && cause.kind === "invalid") return new GitHubRefusal(0, cause.message);
    return githubErrors.unreachable(words(messageOf(cause ?? error)), cause);
  }
  if (status >= 500) return githubErrors.unreachable(`it answers with ${status}`);
  const retryAt = retryAtOf({ status, headers: response.headers, message: error.message }, clock.now());
  if (retryAt !== null) return new GitHubLimit(retryAt);
  return new GitHubRefusal(status, `${reasonOf(status)} (${status}: ${words(withoutLink(error.message))})`);
}

const reasonOf = (status: number): string => {
  if (status === 401) return "GitHub does not take the token: it is wrong, has expired or was withdrawn";
  if (status === 403) return "The account of the token may not do this on GitHub";
  if (status === 404) return "GitHub knows nothing there, or hides it from the account of the token";
  return "GitHub refuses it";
};

const withoutLink = (message: string): string => message.replace(/ - https?:\/\/\S*$/, "");
