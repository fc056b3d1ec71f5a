import {
  type ChannelRules,
  type NotificationReason,
  notificationReasons,
  toldUnlessSaid,
} from "@signalbox/contract/notification-channels";

/** One word of a person on a channel. */
export interface Rule {
  projectId: string | null;
  reason: NotificationReason;
  wanted: boolean;
}

/** Whether a channel is wanted for something; a project's word goes before the one for all. */
export function isWanted(
  rules: readonly Rule[],
  { reason, projectId }: { reason: NotificationReason; projectId: string | null },
): boolean {
  const said = (project: string | null) =>
    rules.find((rule) => rule.reason === reason && rule.projectId === project)?.wanted;
  const own = projectId === null ? undefined : said(projectId);
  return own ?? said(null) ?? toldUnlessSaid[reason];
}

/** The same in whole, as people see it. */
export function rulesOf(rules: readonly Rule[]): ChannelRules {
  const projects = Map.groupBy(
    rules.filter(({ projectId }) => projectId !== null),
    ({ projectId }) => projectId ?? "",
  );
  const wantedFor = (reason: NotificationReason) => isWanted(rules, { reason, projectId: null });
  return {
    everywhere: {
      permission: wantedFor("permission"),
      plan: wantedFor("plan"),
      question: wantedFor("question"),
      failed: wantedFor("failed"),
      rate_limited: wantedFor("rate_limited"),
      silence: wantedFor("silence"),
      finished: wantedFor("finished"),
    },
    projects: [...projects].map(([projectId, own]) => ({
      projectId,
      wanted: Object.fromEntries(own.map(({ reason, wanted }) => [reason, wanted])),
    })),
  };
}

/** How pressing a reason is; less is more. */
export const rankOf = (reason: NotificationReason): number => notificationReasons.indexOf(reason);
