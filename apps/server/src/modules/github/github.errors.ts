import { AppError } from "../../kernel/errors.ts";

/** GitHub said no: the same again is no again. */
export class GitHubRefusal extends AppError {
  readonly status: number;

  constructor(status: number, message: string, at?: string) {
    super("conflict", "github.refused", message, at === undefined ? {} : { faults: [{ path: at, message }] });
    this.status = status;
  }
}

/** A refusal once more, as what is wrong with a field of the request; anything else is thrown as it is. */
export const refusedAt =
  (fieldOf: (refusal: GitHubRefusal) => string) =>
  (error: unknown): never => {
    if (!(error instanceof GitHubRefusal)) throw error;
    throw new GitHubRefusal(error.status, error.message, fieldOf(error));
  };

/** GitHub wants to be asked later. */
export class GitHubLimit extends AppError {
  readonly retryAt: Date;

  constructor(retryAt: Date) {
    super(
      "rate_limited",
      "github.rate_limited",
      `GitHub takes no more requests until ${retryAt.toISOString().replace("T", " ").slice(0, 19)} UTC`,
    );
    this.retryAt = retryAt;
  }
}

export const githubErrors = {
  notConnected: () =>
    new AppError(
      "conflict",
      "github.not_connected",
      "GitHub is not connected: an administrator connects it under Settings, GitHub",
    ),
  keyInvalid: (why: string) => {
    const message = `This is no private key of a GitHub App: ${why}`;
    return new AppError("invalid", "github.key_invalid", message, {
      faults: [{ path: "body.privateKey", message }],
    });
  },
  notInstalled: (repository: string) =>
    new AppError("conflict", "github.not_installed", `The GitHub App is not installed for ${repository}`),
  unreachable: (why: string, cause?: unknown) =>
    new AppError("unavailable", "github.unreachable", `GitHub was not reached: ${why}`, { cause }),
};
