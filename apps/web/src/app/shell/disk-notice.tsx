import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "../../features/agents/index.ts";
import { Icon } from "../../ui/icon.tsx";

/** While nothing can be stored, what agents report is refused, and what is shown grows old. */
export const DiskNotice = () => {
  const { diskFull = false, readOnly = false } = useQuery(statusQuery).data ?? {};
  if (!diskFull && !readOnly) return null;
  return (
    <p className="notice notice--stop stale" role="alert">
      <Icon name="warn" small />
      {diskFull
        ? "The disk is full. What agents report is refused until some space is freed."
        : "The database may not write its files. What agents report is refused until it may."}
    </p>
  );
};
