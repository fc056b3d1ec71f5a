import { GitHubRefusal } from "../github.errors.ts";
import type { Access, Ask, GitHub } from "./ask.ts";

/** Asks about one repository, as whoever may there. */
export type Asking = <T>(repository: string, what: (github: GitHub) => Promise<T>) => Promise<T>;

/** A token that ended before its time is replaced once: with it, nothing was done. */
export const createAsking =
  (ask: Ask, access: (repository: string) => Promise<Access>): Asking =>
  async (repository, what) => {
    const given = await access(repository);
    try {
      return await ask(given, what);
    } catch (error) {
      if (given.forget === undefined || !(error instanceof GitHubRefusal) || error.status !== 401)
        throw error;
      given.forget();
      return ask(await access(repository), what);
    }
  };
