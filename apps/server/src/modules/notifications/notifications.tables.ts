import type { Descriptors } from "../../platform/database/descriptor.ts";

type Own =
  | "notifications_preferences"
  | "notifications_channels"
  | "notifications_rules"
  | "notifications_notices"
  | "notifications_deliveries"
  | "notifications_offers"
  | "notifications_looks";

/** How the tables of notifications are shown in the data browser. */
export const notificationTables: Pick<Descriptors, Own> = {
  notifications_preferences: {
    title: "Notification preferences",
    summary: "How people want to be told",
    names: "user_id",
    columns: {
      user_id: "Person",
      time_zone: "Time zone",
      quiet_from: "Quiet from (minute of the day)",
      quiet_until: "Quiet until (minute of the day)",
      remind_after_minutes: "Reminds after (minutes)",
      digest_above: "Together above (a minute)",
      updated_at: "Updated at",
    },
    first: ["user_id", "time_zone", "remind_after_minutes", "digest_above"],
    searched: [],
    small: true,
  },
  notifications_channels: {
    title: "Notification channels",
    summary: "The ways by which people are told",
    names: "name",
    columns: {
      id: "Channel",
      user_id: "Person",
      kind: "Kind",
      name: "Name",
      target: "Leads to",
      sealed_settings: { label: "What it takes to reach it, encrypted", secret: true },
      device_id: "Device",
      sign_in_id: { label: "Of sign-in", refersTo: "auth_sign_ins" },
      with_content: "Carries content",
      enabled: "On",
      off_reason: "Why it switched itself off",
      endpoint_digest: { label: "Digest of the browser's address", secret: true },
      created_at: "Created at",
    },
    first: ["kind", "name", "target", "user_id", "enabled", "created_at"],
    searched: ["name", "target"],
    small: true,
  },
  notifications_rules: {
    title: "Notification rules",
    summary: "What people said a channel is wanted for",
    names: "reason",
    columns: { id: "Rule", channel_id: "Channel", project_id: "Project", reason: "Reason", wanted: "Wanted" },
    first: ["channel_id", "project_id", "reason", "wanted"],
    searched: [],
    small: true,
  },
  notifications_notices: {
    title: "Notices",
    summary: "What people might be told, once for each cause",
    names: "id",
    columns: {
      id: "Notice",
      cause: "Cause",
      reason: "Reason",
      agent_id: { label: "Agent", refersTo: "agents" },
      project_id: { label: "Project", refersTo: "projects" },
      question_id: { label: "Question", refersTo: "agents_questions" },
      reminds_user_id: "Reminds",
      held: "A hook waits",
      at: "At",
      correlation_id: "Correlation",
      decided_at: "Decided at",
    },
    first: ["reason", "agent_id", "project_id", "at", "decided_at"],
    searched: [],
  },
  notifications_deliveries: {
    title: "Notifications",
    summary: "What was sent by channels, and what became of it",
    names: "id",
    columns: {
      id: "Notification",
      user_id: "Person",
      notice_id: "Notice",
      channel_id: "Channel",
      channel_kind: "Kind of channel",
      channel_name: "Name of the channel",
      kind: "Kind",
      reason: "Reason",
      agent_id: { label: "Agent", refersTo: "agents" },
      question_id: { label: "Question", refersTo: "agents_questions" },
      state: "State",
      why: "Why not sent",
      attempts: "Attempts",
      error: "Error",
      digest_id: "Told by",
      created_at: "Created at",
      due_at: "Due at",
      settled_at: "Settled at",
    },
    first: ["state", "kind", "reason", "channel_name", "attempts", "created_at"],
    searched: ["channel_name", "error"],
  },
  notifications_offers: {
    title: "Buttons of notifications",
    summary: "What devices were offered to answer, each once",
    names: "id",
    columns: {
      id: "Offer",
      channel_id: "Channel",
      question_id: { label: "Question", refersTo: "agents_questions" },
      question_version: "Version of the question",
      expires_at: "Expires at",
      used_at: "Used at",
    },
    first: ["channel_id", "question_id", "expires_at", "used_at"],
    searched: [],
  },
  notifications_looks: {
    title: "Devices' open pages",
    summary: "What a device's visible page shows just now",
    names: "device_id",
    columns: {
      user_id: "Person",
      device_id: "Device",
      agent_id: { label: "Agent", refersTo: "agents" },
      until: "Until",
    },
    first: ["user_id", "agent_id", "until"],
    searched: [],
    small: true,
  },
};
