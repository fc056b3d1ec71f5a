import type { Problem } from "@signalbox/contract/common";

/** The server refused: its problem details, with the stable code to decide by. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** No answer at all: nothing listens there, or the connection broke. */
export class ServerUnreachable extends Error {
  readonly baseUrl: string;

  constructor(baseUrl: string, cause: unknown) {
    super(`No answer from ${baseUrl}`, { cause });
    this.name = "ServerUnreachable";
    this.baseUrl = baseUrl;
  }
}

/** An answer that is not of this contract: another version of the server, or something else on that port. */
export class UnexpectedReply extends Error {
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "UnexpectedReply";
    this.status = status;
  }
}
