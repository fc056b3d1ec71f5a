import { ApiError } from "@signalbox/client/errors";

/** What is wrong with single fields, by their paths: `name`, `variables.0.name`. */
export type Faults = ReadonlyMap<string, string>;

/** In which part of a request a field stands is nothing that a form knows. */
const part = /^body\.(?:content\.)?/;

/** What the server has to say about the fields of a form that was sent. */
export const faultsOf = (error: unknown): Faults =>
  new Map(
    error instanceof ApiError
      ? (error.problem.errors ?? []).map(({ path, message }) => [path.replace(part, ""), message])
      : [],
  );
