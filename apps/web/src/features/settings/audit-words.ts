import type { AuditEntry } from "@signalbox/contract/audit";

/** Families of actions, as the filter offers them. */
export const families = [
  { value: "sign_in.*", label: "Sign-ins" },
  { value: "user.*", label: "People" },
  { value: "api_key.*", label: "API keys" },
  { value: "answer_grant.*", label: "Terminals that answer" },
  { value: "agent.*", label: "Agents" },
  { value: "hooks.*", label: "Hooks" },
  { value: "job.*", label: "Jobs" },
  { value: "data.*", label: "Data" },
  { value: "audit.*", label: "Audit" },
] as const;

const spoken = (words: string): string => words.replaceAll("_", " ");

/** `api_key.created` as `API key created`. */
export const actionWords = (action: string): string => {
  const words = spoken(action.replace(".", " "));
  return words.startsWith("api ") ? `API${words.slice(3)}` : words.charAt(0).toUpperCase() + words.slice(1);
};

/** What an entry tells beside who, what and when: `login ada, way password`. */
export const detailWords = (detail: AuditEntry["detail"]): string =>
  Object.entries(detail)
    .map(([name, value]) => `${spoken(name)} ${valueWords(value)}`)
    .join(", ");

const valueWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(valueWords).join(" ");
  if (typeof value !== "object" || value === null) return String(value);
  if ("from" in value && "to" in value) return `from ${valueWords(value.from)} to ${valueWords(value.to)}`;
  return Object.entries(value)
    .map(([name, part]) => `${spoken(name)} ${valueWords(part)}`)
    .join(", ");
};
