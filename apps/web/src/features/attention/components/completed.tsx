import type { CompletedCommand } from "@signalbox/contract/agents";
import { isRateLimit } from "@signalbox/contract/rate-limit";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { count, moment, took } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import {
  isReset,
  LimitWords,
  reasonOfOutcome,
  seenCommand,
  spoken,
  titleOfCommand,
} from "../../agents/index.ts";
import { type Card, recentMs, withoutLimited } from "../columns.ts";
import { completedCommandsQuery } from "../queries.ts";
import { Brief, Briefs } from "./briefs.tsx";

const recently = `last ${count(recentMs / 3_600_000, "hour")}`;

/** Commands that were completed lately, also those whose session is at the next one already; those `limited` stand apart. */
export const Completed = ({ limited }: { limited: readonly Card[] }) => {
  const { data, error, refetch } = useQuery(completedCommandsQuery);
  const now = useNow();
  const recent = withoutLimited(data?.items ?? [], limited).filter(
    ({ completedAt }) => now - Date.parse(completedAt) < recentMs,
  );
  return (
    <Briefs
      id="completed"
      title="Recently finished"
      note={<span className="push small ink3">{recently}</span>}
      isRead={data !== undefined}
      error={error}
      refetch={refetch}
      loading="Loading the commands that finished"
      failed="The commands that finished could not be read"
      empty={`No command finished in the ${recently}`}
    >
      {recent.map((command) => (
        <Brief
          key={command.id}
          agentId={command.agentId}
          projectId={command.projectId}
          backend={command.backend}
          lamp={<Lamp {...seenCommand(command)} />}
          title={titleOfCommand(command)}
          at={command.completedAt}
          time={<span className="num">{moment(command.completedAt, now)}</span>}
          note={<HowItEnded command={command} />}
        />
      ))}
    </Briefs>
  );
};

const HowItEnded = ({ command }: { command: CompletedCommand }) => {
  const now = useNow();
  const { errorClass, resetsAt } = command;
  if (isRateLimit(errorClass)) {
    const isAhead = resetsAt !== null && !isReset(resetsAt, now);
    return <LimitWords resetsAt={isAhead ? resetsAt : undefined} />;
  }
  if (errorClass !== null) return <span className="cut stop">{spoken(errorClass)}</span>;
  if (command.outcome !== "done") {
    return (
      <span className="cut" title={reasonOfOutcome(command.outcome)}>
        {seenCommand(command).word}
      </span>
    );
  }
  return <span className="cut">{took(Date.parse(command.completedAt) - Date.parse(command.startedAt))}</span>;
};
