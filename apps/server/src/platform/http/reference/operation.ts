import type { Route } from "@signalbox/contract/route";

/** A route under its name in the contract. */
export interface Operation {
  name: string;
  route: Route;
  /** What it is listed under. */
  tag: string;
}

const signInAndKeys = "Sign-in and keys";
const overview = "Overview";

/** Where the first word of the path is not the name of the group. */
const tagByNoun: Record<string, string> = {
  caller: signInAndKeys,
  keys: signInAndKeys,
  "sign-in-links": signInAndKeys,
  "sign-ins": signInAndKeys,
  tickets: signInAndKeys,
  attention: overview,
  status: overview,
  live: "Events",
  docs: "This reference",
  "openapi.json": "This reference",
};

const tagOf = ({ path }: Route): string => {
  const [, first = "", second] = path.split("/");
  const noun = first === "api" && second !== undefined ? second : first;
  return tagByNoun[noun] ?? `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
};

export const operationsOf = (routes: Readonly<Record<string, Route>>): Operation[] =>
  Object.entries(routes).map(([name, route]) => ({ name, route, tag: tagOf(route) }));

/** Groups of operations, in the order of their first ones. */
export const byTag = (operations: readonly Operation[]): ReadonlyMap<string, Operation[]> =>
  Map.groupBy(operations, ({ tag }) => tag);
