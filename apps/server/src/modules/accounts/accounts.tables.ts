import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows accounts. */
export const accountsTables: Pick<Descriptors, "accounts" | "accounts_breakers"> = {
  accounts: {
    title: "Accounts",
    summary: "Logins and keys with which the CLIs of bots are run",
    names: "name",
    columns: {
      id: "Account",
      backend: "CLI",
      program_id: "Program",
      name: "Name",
      kind: "Kind",
      host_id: "Host",
      folder: "Folder",
      variable: "Variable",
      sealed_secret: { label: "Secret, encrypted", secret: true },
      hint: "Secret's last characters",
      is_default: "Default",
      enabled: "Enabled",
      limited_until: "Limited until",
      limit_reason: "Why",
      limits_in_row: "Limits in a row",
      fault: "Fault",
      fault_at: "Faulted",
      last_used_at: "Last used",
      created_at: "Added",
      created_by: "Added by",
      updated_at: "Changed",
      updated_by: "Changed by",
    },
    first: ["backend", "name", "kind", "enabled", "limited_until", "fault", "last_used_at"],
    searched: ["name"],
  },
  accounts_breakers: {
    title: "Backends left alone",
    summary: "Which backends fail again and again, on which hosts",
    names: "backend",
    columns: {
      backend: "CLI",
      host_id: "Host",
      faults: "Faults in a row",
      next_try_at: "Tried next",
    },
    first: ["backend", "host_id", "faults", "next_try_at"],
    searched: [],
  },
};
