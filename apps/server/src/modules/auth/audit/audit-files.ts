import type { AuditEntry } from "@signalbox/contract/audit";
import { csvLine, csvText } from "../../../platform/files/csv.ts";

interface AuditFile {
  contentType: string;
  head: string;
  line(entry: AuditEntry): string;
}

const columns = [
  ["at", ({ at }) => at],
  ["actor", ({ actor }) => actor],
  ["actorName", ({ actorName }) => actorName],
  ["userId", ({ userId }) => userId ?? ""],
  ["action", ({ action }) => action],
  ["subjectKind", ({ subject }) => subject.kind],
  ["subjectId", ({ subject }) => subject.id],
  ["address", ({ address }) => address ?? ""],
  ["correlationId", ({ correlationId }) => correlationId],
  ["detail", ({ detail }) => JSON.stringify(detail)],
] as const satisfies readonly (readonly [string, (entry: AuditEntry) => string])[];

/** How the audit is written into a file. */
export const auditFiles: Readonly<Record<"csv" | "ndjson", AuditFile>> = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: csvLine(columns.map(([name]) => name)),
    line: (entry) => csvLine(columns.map(([, cell]) => csvText(cell(entry)))),
  },
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    head: "",
    line: (entry) => `${JSON.stringify(entry)}\n`,
  },
};
