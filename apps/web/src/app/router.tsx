import { pages } from "@signalbox/contract/pages";
import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { AccountsPage } from "../features/accounts/index.ts";
import { readDataSearch, TablePage, TablesPage } from "../features/admin/index.ts";
import {
  AgentPage,
  AgentsPage,
  readAgentSearch,
  readAgentsSearch,
  readTurnsSearch,
  SearchPage,
} from "../features/agents/index.ts";
import { NowPage, readNowSearch } from "../features/attention/index.ts";
import {
  BotPage,
  BotRepositoriesPage,
  BotsPage,
  BotVersionsPage,
  EditBotPage,
  NewBotPage,
  readVersionsSearch,
  SnippetsPage,
} from "../features/bots/index.ts";
import { BudgetsPage, PricesPage } from "../features/budgets/index.ts";
import {
  ComparisonPage,
  ExecutionPage,
  ExecutionsPage,
  readComparisonSearch,
  readExecutionSearch,
  readExecutionsSearch,
} from "../features/executions/index.ts";
import { GithubPage } from "../features/github/index.ts";
import { NotificationsPage } from "../features/notifications/index.ts";
import {
  EventsPage,
  HealthPage,
  HooksPage,
  JobsPage,
  LogsPage,
  NodesPage,
  OperationsFrame,
  PastPage,
  readEventsSearch,
  readJobsSearch,
  readLogsSearch,
  readPastSearch,
} from "../features/operations/index.ts";
import { PersonasPage } from "../features/organisation/index.ts";
import { ProgramsPage } from "../features/programs/index.ts";
import { ProjectPage, ProjectsPage } from "../features/projects/index.ts";
import {
  AccountPage,
  AuditPage,
  KeysPage,
  PeoplePage,
  readAuditSearch,
  SettingsFrame,
  SettingsPage,
  TerminalsPage,
} from "../features/settings/index.ts";
import { readMessagesSearch, SubscriberPage, SubscribersPage } from "../features/subscribers/index.ts";
import {
  BotTriggers,
  DeliveriesPage,
  DeliveryPage,
  NewTriggerPage,
  readDeliveriesSearch,
  SourcesPage,
  TriggerPage,
} from "../features/triggers/index.ts";
import { NewPasswordPage, SignInPage, WelcomePage } from "../features/welcome/index.ts";
import { basePath } from "../lib/base.ts";
import { DemoNote } from "./demo-note.tsx";
import { Lost, NotFound, Pending } from "./fallbacks.tsx";
import { drawnWith, framed, inside, root } from "./frame-routes.tsx";
import { agentsOf, chooseBot, limitOf, startAgain, startIn, triggersOf } from "./slots.tsx";

const signIn = createRoute({ getParentRoute: () => root, path: pages.signIn, component: SignInPage });

const newPassword = createRoute({
  getParentRoute: () => root,
  path: pages.newPassword,
  component: NewPasswordPage,
});

const welcome = createRoute({ getParentRoute: () => inside, path: pages.welcome, component: WelcomePage });

const now = createRoute({
  getParentRoute: () => framed,
  path: pages.now,
  validateSearch: readNowSearch,
  component: NowPage,
});
/** The page by its name. */
const nowByName = createRoute({
  getParentRoute: () => root,
  path: pages.nowByName,
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});
const agents = createRoute({
  getParentRoute: () => framed,
  path: pages.agents,
  validateSearch: readAgentsSearch,
  component: AgentsPage,
});
const agent = createRoute({
  getParentRoute: () => framed,
  path: pages.agent,
  validateSearch: readAgentSearch,
  component: AgentPage,
});
const search = createRoute({
  getParentRoute: () => framed,
  path: pages.search,
  validateSearch: readTurnsSearch,
  component: SearchPage,
});
const projects = createRoute({ getParentRoute: () => framed, path: pages.projects, component: ProjectsPage });
const project = createRoute({
  getParentRoute: () => framed,
  path: pages.project,
  component: drawnWith(ProjectPage, () => <ProjectPage agents={agentsOf} start={startIn} limit={limitOf} />),
});
const bots = createRoute({ getParentRoute: () => framed, path: pages.bots, component: BotsPage });
const snippets = createRoute({ getParentRoute: () => framed, path: pages.snippets, component: SnippetsPage });
const botRepositories = createRoute({
  getParentRoute: () => framed,
  path: pages.botRepositories,
  component: BotRepositoriesPage,
});
const newBot = createRoute({ getParentRoute: () => framed, path: pages.newBot, component: NewBotPage });
/** Fetched together, so that nothing moves on the page once it is there. */
const botPageAndTriggers = {
  preload: async () => {
    await Promise.all([BotPage.preload?.(), BotTriggers.preload()]);
  },
};
const bot = createRoute({
  getParentRoute: () => framed,
  path: pages.bot,
  component: drawnWith(botPageAndTriggers, () => <BotPage triggers={triggersOf} />),
});
const editBot = createRoute({
  getParentRoute: () => framed,
  path: pages.editBot,
  component: EditBotPage,
});
const botVersions = createRoute({
  getParentRoute: () => framed,
  path: pages.botVersions,
  validateSearch: readVersionsSearch,
  component: BotVersionsPage,
});
const newTrigger = createRoute({
  getParentRoute: () => framed,
  path: pages.newTrigger,
  component: NewTriggerPage,
});
const trigger = createRoute({ getParentRoute: () => framed, path: pages.trigger, component: TriggerPage });
const budgets = createRoute({ getParentRoute: () => framed, path: pages.budgets, component: BudgetsPage });
const prices = createRoute({ getParentRoute: () => framed, path: pages.prices, component: PricesPage });
const programs = createRoute({ getParentRoute: () => framed, path: pages.programs, component: ProgramsPage });
const accounts = createRoute({ getParentRoute: () => framed, path: pages.accounts, component: AccountsPage });
const sources = createRoute({ getParentRoute: () => framed, path: pages.sources, component: SourcesPage });
const deliveries = createRoute({
  getParentRoute: () => framed,
  path: pages.deliveries,
  validateSearch: readDeliveriesSearch,
  component: DeliveriesPage,
});
const delivery = createRoute({ getParentRoute: () => framed, path: pages.delivery, component: DeliveryPage });
const executions = createRoute({
  getParentRoute: () => framed,
  path: pages.executions,
  validateSearch: readExecutionsSearch,
  component: drawnWith(ExecutionsPage, () => <ExecutionsPage bots={chooseBot} />),
});
const comparison = createRoute({
  getParentRoute: () => framed,
  path: pages.comparison,
  validateSearch: readComparisonSearch,
  component: ComparisonPage,
});
const execution = createRoute({
  getParentRoute: () => framed,
  path: pages.execution,
  validateSearch: readExecutionSearch,
  component: drawnWith(ExecutionPage, () => <ExecutionPage again={startAgain} />),
});
const settings = createRoute({
  getParentRoute: () => framed,
  path: pages.settings,
  component: SettingsFrame,
});
const general = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: drawnWith(SettingsPage, () => <SettingsPage note={<DemoNote />} />),
});

const account = createRoute({ getParentRoute: () => settings, path: "/account", component: AccountPage });
const terminals = createRoute({
  getParentRoute: () => settings,
  path: "/terminals",
  component: TerminalsPage,
});
const notifications = createRoute({
  getParentRoute: () => settings,
  path: "/notifications",
  component: NotificationsPage,
});
const personas = createRoute({ getParentRoute: () => settings, path: "/personas", component: PersonasPage });
const github = createRoute({ getParentRoute: () => settings, path: "/github", component: GithubPage });
const webhooks = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks",
  component: SubscribersPage,
});
const webhook = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks/$subscriberId",
  validateSearch: readMessagesSearch,
  component: SubscriberPage,
});
const people = createRoute({ getParentRoute: () => settings, path: "/people", component: PeoplePage });
const keys = createRoute({ getParentRoute: () => settings, path: "/keys", component: KeysPage });
const audit = createRoute({
  getParentRoute: () => settings,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: AuditPage,
});

/** What runs Signalbox itself: a frame, and a page for each part. */
const operations = createRoute({
  getParentRoute: () => framed,
  path: pages.operations,
  component: OperationsFrame,
});
const operationsHome = createRoute({
  getParentRoute: () => operations,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/operations/health" });
  },
});
const events = createRoute({
  getParentRoute: () => operations,
  path: "/events",
  validateSearch: readEventsSearch,
  component: EventsPage,
});

const health = createRoute({ getParentRoute: () => operations, path: "/health", component: HealthPage });
const nodes = createRoute({ getParentRoute: () => operations, path: "/nodes", component: NodesPage });
const hooks = createRoute({ getParentRoute: () => operations, path: "/hooks", component: HooksPage });
const logs = createRoute({
  getParentRoute: () => operations,
  path: "/logs",
  validateSearch: readLogsSearch,
  component: LogsPage,
});
const past = createRoute({
  getParentRoute: () => operations,
  path: "/past",
  validateSearch: readPastSearch,
  component: PastPage,
});
const jobs = createRoute({
  getParentRoute: () => operations,
  path: "/jobs",
  validateSearch: readJobsSearch,
  component: JobsPage,
});
const data = createRoute({ getParentRoute: () => operations, path: "/data", component: TablesPage });
const dataTable = createRoute({
  getParentRoute: () => operations,
  path: "/data/$table",
  validateSearch: readDataSearch,
  component: TablePage,
});

/** Whoever is signed in keeps the ways to every page. */
const nowhere = createRoute({ getParentRoute: () => framed, path: "/$", component: NotFound });

export const tree = root.addChildren([
  signIn,
  newPassword,
  nowByName,
  inside.addChildren([
    welcome,
    framed.addChildren([
      now,
      agents,
      agent,
      search,
      projects,
      project,
      bots,
      newBot,
      botRepositories,
      snippets,
      bot,
      editBot,
      botVersions,
      newTrigger,
      trigger,
      sources,
      budgets,
      prices,
      accounts,
      programs,
      deliveries,
      delivery,
      executions,
      comparison,
      execution,
      operations.addChildren([
        operationsHome,
        health,
        nodes,
        events,
        past,
        jobs,
        hooks,
        logs,
        data,
        dataTable,
      ]),
      settings.addChildren([
        general,
        account,
        notifications,
        terminals,
        personas,
        github,
        webhooks,
        webhook,
        people,
        keys,
        audit,
      ]),
      nowhere,
    ]),
  ]),
]);

export const createAppRouter = (cache: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { cache },
    basepath: basePath(),
    defaultPreload: "intent",
    defaultPendingComponent: Pending,
    defaultErrorComponent: Lost,
    defaultNotFoundComponent: NotFound,
    scrollToTopSelectors: ["#main"],
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
