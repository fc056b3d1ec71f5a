import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "../../features/agents/index.ts";
import { Icon } from "../../ui/icon.tsx";

/** While nothing can be stored, what agents report is refused, and what is shown grows old. */
export const DiskNotice = () =>
  useQuery(statusQuery).data?.diskFull ? (
    <p className="notice notice--stop stale" role="alert">
      <Icon name="warn" small />
      The disk is full. What agents report is refused until some space is freed.
    </p>
  ) : null;
