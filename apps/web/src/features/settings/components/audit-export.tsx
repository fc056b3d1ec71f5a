import { queryOf } from "@signalbox/client/client";
import { type AuditFilter, exportAudit } from "@signalbox/contract/audit";
import { createTicket } from "@signalbox/contract/auth";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../../lib/api.ts";

/** Takes what is shown away as a file; the browser fetches it by a ticket, so that it may be long. */
export const AuditExport = ({ filter }: { filter: AuditFilter }) => {
  const take = useMutation({
    mutationFn: async (format: "csv" | "ndjson") => {
      const { ticket } = await api.call(createTicket);
      window.location.assign(`${api.baseUrl}${exportAudit.path}${queryOf({ ...filter, format, ticket })}`);
    },
  });
  return (
    <span className="push row row--tight">
      {take.error === null ? null : (
        <span className="stop small" role="alert">
          {take.error.message}
        </span>
      )}
      <button type="button" className="btn" disabled={take.isPending} onClick={() => take.mutate("csv")}>
        CSV
      </button>
      <button type="button" className="btn" disabled={take.isPending} onClick={() => take.mutate("ndjson")}>
        NDJSON
      </button>
    </span>
  );
};
