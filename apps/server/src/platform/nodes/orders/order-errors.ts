import { AppError } from "../../../kernel/errors.ts";

export const orderErrors = {
  /** Nothing was done, and nothing will be. */
  unreached: (why: string) => new AppError("conflict", "nodes.unreached", why),
  /** What became of it nobody knows. */
  untold: (why: string) => new AppError("conflict", "nodes.untold", why),
};

/** The node that was asked does not have what it takes, and did nothing; another one may have it. */
export class NotHere extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotHere";
  }
}
