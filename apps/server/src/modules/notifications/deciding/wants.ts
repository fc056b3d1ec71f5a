import {
  type ChannelRules,
  type NotificationReason,
  notificationReasons,
  toldUnlessSaid,
} from "@signalbox/contract/notification-channels";

/** One word of a person on a channel: of a project, of a persona, or of all. */
export interface Rule {
  projectId: string | null;
  personaId: string | null;
  reason: NotificationReason;
  wanted: boolean;
}

interface About {
  reason: NotificationReason;
  projectId: string | null;
  personaId: string | null;
}

/** Whether a channel is wanted for something: a persona's word goes before its project's, and that before the one for all. */
export function isWanted(rules: readonly Rule[], { reason, projectId, personaId }: About): boolean {
  const said = (of: Pick<Rule, "projectId" | "personaId">) =>
    rules.find(
      (rule) => rule.reason === reason && rule.projectId === of.projectId && rule.personaId === of.personaId,
    )?.wanted;
  const ofPersona = personaId === null ? undefined : said({ personaId, projectId: null });
  const ofProject = projectId === null ? undefined : said({ projectId, personaId: null });
  return ofPersona ?? ofProject ?? said({ projectId: null, personaId: null }) ?? toldUnlessSaid[reason];
}

/** The same in whole, as people see it. */
export function rulesOf(rules: readonly Rule[]): ChannelRules {
  const wantedFor = (reason: NotificationReason) =>
    isWanted(rules, { reason, projectId: null, personaId: null });
  return {
    everywhere: {
      permission: wantedFor("permission"),
      plan: wantedFor("plan"),
      question: wantedFor("question"),
      failed: wantedFor("failed"),
      rate_limited: wantedFor("rate_limited"),
      bot: wantedFor("bot"),
      silence: wantedFor("silence"),
      finished: wantedFor("finished"),
    },
    projects: saidBy(rules, "projectId").map(([projectId, wanted]) => ({ projectId, wanted })),
    personas: saidBy(rules, "personaId").map(([personaId, wanted]) => ({ personaId, wanted })),
  };
}

/** What was said of each project, or of each persona. */
const saidBy = (rules: readonly Rule[], by: "projectId" | "personaId") =>
  [...Map.groupBy(rules, (rule) => rule[by])].flatMap(([id, own]) =>
    id === null ? [] : [[id, Object.fromEntries(own.map(({ reason, wanted }) => [reason, wanted]))] as const],
  );

/** How pressing a reason is; less is more. */
export const rankOf = (reason: NotificationReason): number => notificationReasons.indexOf(reason);
