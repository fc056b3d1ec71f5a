import type { LinkProps } from "@tanstack/react-router";

/** The pages of Operations in the order of their tabs; a page of any feature is listed here, and hung in by the router. */
export const sections: readonly { to: NonNullable<LinkProps["to"]>; word: string }[] = [
  { to: "/operations/health", word: "Health" },
  { to: "/operations/nodes", word: "Nodes" },
  { to: "/operations/events", word: "Events" },
  { to: "/operations/past", word: "Past" },
  { to: "/operations/hooks", word: "Hooks" },
  { to: "/operations/logs", word: "Logs" },
  { to: "/operations/jobs", word: "Jobs" },
  { to: "/operations/data", word: "Data" },
];
