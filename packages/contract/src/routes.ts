import * as accounts from "./accounts.ts";
import * as admin from "./admin.ts";
import * as agentChildren from "./agent-children.ts";
import * as agentImages from "./agent-images.ts";
import * as agentRecords from "./agent-records.ts";
import * as agentTimeline from "./agent-timeline.ts";
import * as agents from "./agents.ts";
import * as answers from "./answers.ts";
import * as attention from "./attention.ts";
import * as audit from "./audit.ts";
import * as auth from "./auth.ts";
import * as botFiles from "./bot-files.ts";
import * as botSchemas from "./bot-schema.ts";
import * as botSnippets from "./bot-snippets.ts";
import * as botVersions from "./bot-versions.ts";
import * as bots from "./bots.ts";
import * as budgets from "./budgets.ts";
import * as deliveries from "./deliveries.ts";
import * as dryRuns from "./dry-run.ts";
import * as eventHistory from "./event-history.ts";
import * as events from "./events.ts";
import * as controls from "./execution-controls.ts";
import * as executionLimits from "./execution-limits.ts";
import * as executionLog from "./execution-log.ts";
import * as executions from "./executions.ts";
import * as github from "./github.ts";
import * as grants from "./grants.ts";
import * as health from "./health.ts";
import * as hooks from "./hooks.ts";
import * as imports from "./imports.ts";
import * as jobs from "./jobs.ts";
import * as launches from "./launches.ts";
import * as logs from "./logs.ts";
import * as nodes from "./nodes.ts";
import * as notifications from "./notifications.ts";
import * as operations from "./operations.ts";
import * as outcomes from "./outcomes.ts";
import * as people from "./people.ts";
import * as personas from "./personas.ts";
import * as prices from "./prices.ts";
import * as processes from "./processes.ts";
import * as programs from "./programs.ts";
import * as projects from "./projects.ts";
import * as readyBots from "./ready-bots.ts";
import * as receiving from "./receive-hook.ts";
import * as restarts from "./restarts.ts";
import type { Route } from "./route.ts";
import * as signals from "./signals.ts";
import * as subscribers from "./subscribers.ts";
import * as terminals from "./terminals.ts";
import * as texts from "./texts.ts";
import * as triggers from "./triggers.ts";
import * as turnSearch from "./turn-search.ts";
import * as upkeep from "./upkeep.ts";
import * as usage from "./usage.ts";
import * as workspaces from "./workspaces.ts";

/** Every route of the API by name: what the server mounts and OpenAPI lists. */
export const routes = {
  signIn: auth.signIn,
  signInWithPassword: auth.signInWithPassword,
  chooseNewPassword: auth.chooseNewPassword,
  listWaysIn: auth.listWaysIn,
  signInByIdentity: auth.signInByIdentity,
  signOut: auth.signOut,
  getCaller: auth.getCaller,
  createSignInLink: auth.createSignInLink,
  createTicket: auth.createTicket,
  listApiKeys: auth.listApiKeys,
  createApiKey: auth.createApiKey,
  revokeApiKey: auth.revokeApiKey,
  askGrant: grants.askGrant,
  getGrant: grants.getGrant,
  listGrants: grants.listGrants,
  giveGrant: grants.giveGrant,
  refuseGrant: grants.refuseGrant,
  withdrawGrant: grants.withdrawGrant,
  listUsers: people.listUsers,
  createUser: people.createUser,
  changeUser: people.changeUser,
  setUserPassword: people.setUserPassword,
  createPasswordLink: people.createPasswordLink,
  getAccount: people.getAccount,
  changeAccount: people.changeAccount,
  changeOwnPassword: people.changeOwnPassword,
  listSignIns: people.listSignIns,
  endSignIn: people.endSignIn,
  endSignIns: people.endSignIns,
  listAudit: audit.listAudit,
  exportAudit: audit.exportAudit,
  listProjects: projects.listProjects,
  getProject: projects.getProject,
  listProjectActivity: projects.listProjectActivity,
  createProject: projects.createProject,
  changeProject: projects.changeProject,
  listPersonas: personas.listPersonas,
  getPersona: personas.getPersona,
  createPersona: personas.createPersona,
  changePersona: personas.changePersona,
  receiveHook: receiving.receiveHook,
  answerQuestion: answers.answerQuestion,
  answerSet: answers.answerSet,
  listAnswers: answers.listAnswers,
  getReach: answers.getReach,
  listNotificationChannels: notifications.listChannels,
  createNotificationChannel: notifications.createChannel,
  changeNotificationChannel: notifications.changeChannel,
  removeNotificationChannel: notifications.removeChannel,
  changeNotificationRules: notifications.changeChannelRules,
  testNotificationChannel: notifications.testChannel,
  getNotificationPreferences: notifications.getPreferences,
  setNotificationPreferences: notifications.setPreferences,
  listNotifications: notifications.listDeliveries,
  getNotification: notifications.getDelivery,
  getPushKey: notifications.getPushKey,
  setLook: notifications.setLook,
  answerByNotification: notifications.answerByNotification,
  renewPushChannel: notifications.renewPushChannel,
  sayText: texts.sayText,
  listTexts: texts.listTexts,
  changeText: texts.changeText,
  cancelText: texts.cancelText,
  interruptAgent: texts.interruptAgent,
  listAgents: agents.listAgents,
  getAgent: agents.getAgent,
  getAgentUsage: usage.getAgentUsage,
  getTaken: usage.getTaken,
  listChildren: agentChildren.listChildren,
  getTimeline: agentTimeline.getTimeline,
  getImage: agentImages.getImage,
  listCommands: agents.listCommands,
  listCompletedCommands: agents.listCompletedCommands,
  listTurns: agents.listTurns,
  getTurn: agents.getTurn,
  listQuestions: agents.listQuestions,
  searchTurns: turnSearch.searchTurns,
  listAgentSignals: agentRecords.listAgentSignals,
  listAgentProcesses: processes.listAgentProcesses,
  listCliProcesses: processes.listCliProcesses,
  listTouchedFiles: agentRecords.listTouchedFiles,
  exportAgent: agentRecords.exportAgent,
  recordAgent: agentRecords.recordAgent,
  archiveAgent: agentRecords.archiveAgent,
  eraseAgent: agentRecords.eraseAgent,
  terminalSocket: terminals.terminalSocket,
  startLaunch: launches.startLaunch,
  listLaunches: launches.listLaunches,
  getLaunch: launches.getLaunch,
  getLaunchOptions: launches.getLaunchOptions,
  resumeAgent: launches.resumeAgent,
  endAgent: launches.endAgent,
  endLaunch: launches.endLaunch,
  getAgentTerminal: launches.getAgentTerminal,
  restartAgent: restarts.restartAgent,
  getRestart: restarts.getRestart,
  listBots: bots.listBots,
  getBot: bots.getBot,
  createBot: bots.createBot,
  changeBot: bots.changeBot,
  previewBot: bots.previewBot,
  startBot: bots.startBot,
  dryRunBot: dryRuns.dryRunBot,
  listBotVersions: botVersions.listBotVersions,
  getBotVersion: botVersions.getBotVersion,
  rollBackBot: botVersions.rollBackBot,
  botSchema: botSchemas.botSchema,
  listBotSyncs: botFiles.listBotSyncs,
  getBotSync: botFiles.getBotSync,
  writeBotSync: botFiles.writeBotSync,
  askBotSync: botFiles.askBotSync,
  listBotFiles: botFiles.listBotFiles,
  chooseBotFile: botFiles.chooseBotFile,
  getExecutionLimit: executionLimits.getExecutionLimit,
  writeExecutionLimit: executionLimits.writeExecutionLimit,
  listSnippets: botSnippets.listSnippets,
  writeSnippet: botSnippets.writeSnippet,
  removeSnippet: botSnippets.removeSnippet,
  listReadyBots: readyBots.listReadyBots,
  listSources: deliveries.listSources,
  createSource: deliveries.createSource,
  changeSource: deliveries.changeSource,
  renewSourceSecret: deliveries.renewSourceSecret,
  removeSource: deliveries.removeSource,
  deliver: deliveries.deliver,
  listDeliveries: deliveries.listDeliveries,
  getDelivery: deliveries.getDelivery,
  replayDelivery: deliveries.replayDelivery,
  listPrograms: programs.listPrograms,
  createProgram: programs.createProgram,
  changeProgram: programs.changeProgram,
  removeProgram: programs.removeProgram,
  listAccounts: accounts.listAccounts,
  createAccount: accounts.createAccount,
  changeCliAccount: accounts.changeCliAccount,
  removeAccount: accounts.removeAccount,
  checkAccount: accounts.checkAccount,
  clearAccountLimit: accounts.clearAccountLimit,
  listPrices: prices.listPrices,
  listWrittenPrices: prices.listWrittenPrices,
  createPrice: prices.createPrice,
  removePrice: prices.removePrice,
  listBudgets: budgets.listBudgets,
  createBudget: budgets.createBudget,
  changeBudget: budgets.changeBudget,
  removeBudget: budgets.removeBudget,
  listTriggers: triggers.listTriggers,
  createTrigger: triggers.createTrigger,
  changeTrigger: triggers.changeTrigger,
  authorizeTrigger: triggers.authorizeTrigger,
  removeTrigger: triggers.removeTrigger,
  tryTrigger: triggers.tryTrigger,
  listFirings: triggers.listFirings,
  listExecutions: executions.listExecutions,
  removeWorkspace: workspaces.removeWorkspace,
  getExecution: executions.getExecution,
  getExecutionLog: executions.getExecutionLog,
  searchExecutionLog: executionLog.searchExecutionLog,
  downloadExecutionLog: executionLog.downloadExecutionLog,
  cancelExecution: controls.cancelExecution,
  pauseExecution: controls.pauseExecution,
  continueExecution: controls.continueExecution,
  resumeExecution: controls.resumeExecution,
  countExecutionsToLookAt: controls.countExecutionsToLookAt,
  replayExecutions: controls.replayExecutions,
  changeExecutionBudget: controls.changeExecutionBudget,
  dismissExecutions: controls.dismissExecutions,
  extendExecution: controls.extendExecution,
  retryOutcome: outcomes.retryOutcome,
  getSigningSecret: outcomes.getSigningSecret,
  createSigningSecret: outcomes.createSigningSecret,
  listSubscribers: subscribers.listSubscribers,
  createSubscriber: subscribers.createSubscriber,
  changeSubscriber: subscribers.changeSubscriber,
  renewSubscriberSecret: subscribers.renewSubscriberSecret,
  removeSubscriber: subscribers.removeSubscriber,
  testSubscriber: subscribers.testSubscriber,
  listMessages: subscribers.listMessages,
  getMessage: subscribers.getMessage,
  replayMessage: subscribers.replayMessage,
  replayDeadMessages: subscribers.replayDeadMessages,
  getGitHub: github.getGitHub,
  connectGitHub: github.connectGitHub,
  connectGitHubApp: github.connectGitHubApp,
  disconnectGitHub: github.disconnectGitHub,
  checkGitHub: github.checkGitHub,
  listAttention: attention.listAttention,
  getStatus: attention.getStatus,
  listHooks: hooks.listHooks,
  previewHooks: hooks.previewHooks,
  installHooks: hooks.installHooks,
  removeHooks: hooks.removeHooks,
  testHooks: hooks.testHooks,
  listEvents: events.listEvents,
  getEvent: events.getEvent,
  getEventTimeline: eventHistory.getEventTimeline,
  getPastBoard: eventHistory.getPastBoard,
  getEventChain: eventHistory.getEventChain,
  streamEvents: events.streamEvents,
  liveSocket: events.liveSocket,
  listLogs: logs.listLogs,
  listDataTables: admin.listDataTables,
  listDataRows: admin.listDataRows,
  getDataRow: admin.getDataRow,
  exportData: admin.exportData,
  listSavedViews: admin.listSavedViews,
  createSavedView: admin.createSavedView,
  changeSavedView: admin.changeSavedView,
  deleteSavedView: admin.deleteSavedView,
  listJobQueues: jobs.listJobQueues,
  listJobs: jobs.listJobs,
  getJob: jobs.getJob,
  retryJob: jobs.retryJob,
  cancelJob: jobs.cancelJob,
  discardJob: jobs.discardJob,
  listJobSchedules: jobs.listJobSchedules,
  runJobSchedule: jobs.runJobSchedule,
  listDeadLetters: jobs.listDeadLetters,
  retryDeadLetter: jobs.retryDeadLetter,
  discardDeadLetter: jobs.discardDeadLetter,
  previewRetention: upkeep.previewRetention,
  runRetention: upkeep.runRetention,
  listExports: upkeep.listExports,
  startExport: upkeep.startExport,
  downloadExport: upkeep.downloadExport,
  listBackups: upkeep.listBackups,
  startBackup: upkeep.startBackup,
  startImport: imports.startImport,
  listParkedSignals: signals.listParkedSignals,
  applySignal: signals.applySignal,
  discardSignal: signals.discardSignal,
  listHookHealth: signals.listHookHealth,
  getHealth: health.getHealth,
  listNodes: nodes.listNodes,
  endConnection: nodes.endConnection,
  healthLive: operations.healthLive,
  healthReady: operations.healthReady,
  exposeMetrics: operations.exposeMetrics,
  openApiDocument: operations.openApiDocument,
  referencePage: operations.referencePage,
  referenceStyles: operations.referenceStyles,
} as const satisfies Record<string, Route>;
