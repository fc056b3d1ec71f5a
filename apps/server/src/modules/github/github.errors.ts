import { AppError } from "../../kernel/errors.ts";

/** GitHub said no: the same again is no again. */
export class GitHubRefusal extends AppError {
  readonly status: number;

  constructor(status: number, message: string) {
    super("conflict", "github.refused", message);
    this.status = status;
  }
}

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
      "GitHub is not connected: an administrator connects it, see docs/github.md",
    ),
  unreachable: (why: string, cause?: unknown) =>
    new AppError("unavailable", "github.unreachable", `GitHub was not reached: ${why}`, { cause }),
};
