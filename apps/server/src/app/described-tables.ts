import { accountsTables } from "../modules/accounts/index.ts";
import { adminTables } from "../modules/admin/index.ts";
import { agentTables } from "../modules/agents/index.ts";
import { answersTables } from "../modules/answers/index.ts";
import { attentionTables } from "../modules/attention/index.ts";
import { authTables } from "../modules/auth/index.ts";
import { botsTables } from "../modules/bots/index.ts";
import { budgetsTables } from "../modules/budgets/index.ts";
import { executionsTables } from "../modules/executions/index.ts";
import { githubTables } from "../modules/github/index.ts";
import { hookTables } from "../modules/hooks/index.ts";
import { launchesTables } from "../modules/launches/index.ts";
import { notificationTables } from "../modules/notifications/index.ts";
import { organisationTables } from "../modules/organisation/index.ts";
import { outcomesTables } from "../modules/outcomes/index.ts";
import { pricesTables } from "../modules/prices/index.ts";
import { programsTables } from "../modules/programs/index.ts";
import { projectTables } from "../modules/projects/index.ts";
import { subscribersTables } from "../modules/subscribers/index.ts";
import { triggersTables } from "../modules/triggers/index.ts";
import { workspacesTables } from "../modules/workspaces/index.ts";
import type { Descriptors } from "../platform/database/descriptor.ts";
import { eventTables } from "../platform/events/events.tables.ts";
import { jobTables } from "../platform/jobs/jobs.tables.ts";
import { nodeTables } from "../platform/nodes/nodes.tables.ts";

/**
 * How each table is shown in the data browser. A table or column that nobody described does not compile: the module
 * that keeps the table describes it in its `*.tables.ts`.
 */
export const describedTables: Descriptors = {
  ...agentTables,
  ...projectTables,
  ...organisationTables,
  ...answersTables,
  ...launchesTables,
  ...executionsTables,
  ...workspacesTables,
  ...botsTables,
  ...accountsTables,
  ...budgetsTables,
  ...pricesTables,
  ...programsTables,
  ...githubTables,
  ...outcomesTables,
  ...triggersTables,
  ...attentionTables,
  ...notificationTables,
  ...subscribersTables,
  ...authTables,
  ...hookTables,
  ...eventTables,
  ...jobTables,
  ...nodeTables,
  ...adminTables,
};
