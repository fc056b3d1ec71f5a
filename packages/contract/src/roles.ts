import { z } from "zod";
import { type Scope, scopes } from "./common.ts";

/** What a person may be, from least to most. */
export const roles = ["viewer", "operator", "admin"] as const;
export const Role = z.enum(roles).meta({ id: "Role" });
export type Role = z.infer<typeof Role>;

/** What each role may do: the one table of it. A key holds its own scopes as far as its owner's role has them. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ["read"],
  operator: ["read", "operate", "answer"],
  admin: scopes,
};
