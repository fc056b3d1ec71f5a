import type { Role } from "@signalbox/contract/roles";

/** What each role is called, and what it may do. */
export const roleWords: Record<Role, { name: string; may: string }> = {
  viewer: { name: "a viewer", may: "you see everything, and change nothing but your own account." },
  operator: { name: "an operator", may: "you see everything, work with it, and answer agents." },
  admin: { name: "an admin", may: "you may do everything, people and keys included." },
};

export const roleLabels: Record<Role, string> = { viewer: "Viewer", operator: "Operator", admin: "Admin" };
