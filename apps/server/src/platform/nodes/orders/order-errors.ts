import { AppError } from "../../../kernel/errors.ts";

export const orderErrors = {
  /** Nothing was done, and nothing will be. */
  unreached: (why: string) => new AppError("conflict", "nodes.unreached", why),
  /** What became of it nobody knows. */
  untold: (host: string) =>
    new AppError(
      "conflict",
      "nodes.untold",
      `The node on ${host} took it and told no more: whether it was done is not known`,
    ),
};

/** The node that was asked does not have what it takes; another one may. */
export class NotHere extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotHere";
  }
}
