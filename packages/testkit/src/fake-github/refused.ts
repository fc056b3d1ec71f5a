/** An answer that is an error. */
export class Refused extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

export const refused = (status: number, message: string, errors?: readonly unknown[]): never => {
  throw new Refused(status, message, errors === undefined ? {} : { errors });
};
