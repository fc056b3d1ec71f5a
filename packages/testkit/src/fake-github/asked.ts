import { refused } from "./refused.ts";
import type { FakeRepository, Permission } from "./state.ts";

/** A request to the fake, its token checked. */
export interface Asked {
  /** The account of the token. */
  login: string;
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
  repository: FakeRepository;
  /** What stood in the places of the route. */
  part(name: string): string;
  /** A new id. */
  next(): number;
  now(): string;
}

const ranks: readonly Permission[] = ["none", "read", "write", "admin"];

/** Refuses what the account of the token may not do. */
export function needs({ repository, login }: Asked, least: Permission): void {
  const has = repository.permissions.get(login) ?? "none";
  if (ranks.indexOf(has) < ranks.indexOf(least))
    refused(403, "Resource not accessible by personal access token");
}

export function text({ body }: Asked, name: string): string {
  const value = body[name];
  return typeof value === "string" && value !== ""
    ? value
    : refused(422, "Validation Failed", [{ field: name, code: "missing_field" }]);
}

export const optionalText = ({ body }: Asked, name: string): string | undefined => {
  const value = body[name];
  return typeof value === "string" ? value : undefined;
};

export const numberPart = (asked: Asked, name: string): number => Number(asked.part(name));
