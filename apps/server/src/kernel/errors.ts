/** What went wrong in kind; only `platform/http` and the CLI turn it into status numbers and exit codes. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "rate_limited"
  | "unsupported"
  | "unavailable"
  | "internal";

/** An expected failure. `code` is contract (`module.reason`), `message` is for people. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  /** Faults of single fields, where the input was bad. */
  readonly faults: readonly { path: string; message: string }[] | undefined;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { cause?: unknown; faults?: readonly { path: string; message: string }[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.kind = kind;
    this.code = code;
    this.faults = options.faults;
  }
}

/** The words of anything thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
