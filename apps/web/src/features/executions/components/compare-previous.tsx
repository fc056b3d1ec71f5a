import type { Execution } from "@signalbox/contract/executions";
import { listExecutions } from "@signalbox/contract/executions";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../lib/api.ts";
import { executionKeys } from "../keys.ts";

/** The way to what differs from the bot's execution before this one; nothing where this is the first. */
export const ComparePrevious = ({ execution: { id, bot } }: { execution: Execution }) => {
  const { data: previous = null } = useQuery({
    queryKey: executionKeys.previous(id),
    queryFn: async ({ signal }) => {
      const query = { botId: bot.id, before: id, limit: 1 };
      return (await api.call(listExecutions, { query, signal })).items[0]?.id ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (previous === null) return null;
  return (
    <Link to="/executions/compare" search={{ a: previous, b: id }} className="btn">
      Compare with the one before
    </Link>
  );
};
