import { accountEvents } from "./accounts.ts";
import { agentEvents } from "./agent-events.ts";
import { agentRecordEvents } from "./agent-records.ts";
import { questionHeld, questionReleased, questionWayOpened } from "./answers.ts";
import { apiKeyCreated, apiKeyRevoked, signInCreated, signInEnded } from "./auth.ts";
import { botFileEvents } from "./bot-files.ts";
import { snippetEvents } from "./bot-snippets.ts";
import { botEvents } from "./bots.ts";
import { budgetEvents } from "./budgets.ts";
import { deliveryHandled } from "./deliveries.ts";
import { executionEvents } from "./execution-events.ts";
import { grantAsked, grantSettled } from "./grants.ts";
import { hooksInstalled, hooksRemoved } from "./hooks.ts";
import { agentsImported } from "./imports.ts";
import { jobEvents } from "./jobs.ts";
import { launchEvents } from "./launches.ts";
import { connectionDismissed, orderGiven } from "./nodes.ts";
import { notificationEvents } from "./notifications.ts";
import { outcomeEvents } from "./outcomes.ts";
import { userChanged, userCreated, userDisabled, userEnabled, userPasswordChanged } from "./people.ts";
import { personaEvents } from "./personas.ts";
import { projectEvents } from "./projects.ts";
import { restartEvents } from "./restarts.ts";
import { subscriberEvents } from "./subscribers.ts";
import { textMoved, textQueued } from "./texts.ts";
import { triggerEvents } from "./triggers.ts";

/** Every event there is. The docs' catalogue is generated from this list. */
export const eventCatalogue = [
  ...agentEvents,
  ...agentRecordEvents,
  questionHeld,
  questionReleased,
  questionWayOpened,
  textQueued,
  textMoved,
  agentsImported,
  ...projectEvents,
  ...personaEvents,
  signInCreated,
  signInEnded,
  apiKeyCreated,
  apiKeyRevoked,
  grantAsked,
  grantSettled,
  userCreated,
  userChanged,
  userDisabled,
  userEnabled,
  userPasswordChanged,
  hooksInstalled,
  hooksRemoved,
  ...launchEvents,
  ...restartEvents,
  ...botEvents,
  ...botFileEvents,
  ...snippetEvents,
  ...triggerEvents,
  deliveryHandled,
  ...executionEvents,
  ...budgetEvents,
  ...accountEvents,
  ...outcomeEvents,
  ...jobEvents,
  orderGiven,
  connectionDismissed,
  ...notificationEvents,
  ...subscriberEvents,
] as const;
