/** Addresses at which the app has a page; `$` begins the name of a part that differs. Those below a frame stand at its end. */
export const pages = {
  now: "/",
  nowByName: "/now",
  agents: "/agents",
  agent: "/agents/$agentId",
  search: "/search",
  projects: "/projects",
  project: "/projects/$projectId",
  bots: "/bots",
  newBot: "/bots/new",
  bot: "/bots/$botId",
  editBot: "/bots/$botId/edit",
  botVersions: "/bots/$botId/versions",
  newTrigger: "/bots/$botId/triggers/new",
  trigger: "/bots/$botId/triggers/$triggerId",
  sources: "/bots/sources",
  budgets: "/bots/budgets",
  prices: "/bots/prices",
  snippets: "/bots/snippets",
  botRepositories: "/bots/repositories",
  accounts: "/bots/accounts",
  programs: "/bots/programs",
  deliveries: "/deliveries",
  delivery: "/deliveries/$deliveryId",
  executions: "/executions",
  comparison: "/executions/compare",
  execution: "/executions/$executionId",
  settings: "/settings",
  operations: "/operations",
  welcome: "/welcome",
  signIn: "/sign-in",
  newPassword: "/new-password",
} as const;

/** The first parts of them all: whatever stands below one is the app's. */
export const pageRoots: readonly string[] = [
  ...new Set(Object.values(pages).flatMap((path) => path.split("/")[1] || [])),
];
