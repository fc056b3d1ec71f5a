import type { FinishedCommand } from "@signalbox/contract/agents";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { moment, took } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import { seenCommand, spoken, titleOfCommand } from "../../agents/index.ts";
import { recentMs } from "../columns.ts";
import { finishedQuery } from "../queries.ts";
import { Brief, Briefs } from "./briefs.tsx";

/** Commands that finished lately, also those whose session is at the next one already. */
export const Finished = () => {
  const query = useQuery(finishedQuery);
  const now = useNow();
  const recent =
    query.data?.items.filter(({ completedAt }) => now - Date.parse(completedAt) < recentMs) ?? [];
  return (
    <Briefs
      id="finished"
      title="Recently finished"
      note={<span className="push small ink3">last 12 hours</span>}
      query={{ isRead: query.data !== undefined, error: query.error, refetch: query.refetch }}
      empty="No command finished in the last 12 hours"
    >
      {recent.map((command) => (
        <Brief
          key={command.id}
          of={command}
          lamp={<Lamp {...seenCommand(command)} />}
          title={titleOfCommand(command)}
          time={<span className="num">{moment(command.completedAt, now)}</span>}
          note={<HowItEnded command={command} />}
        />
      ))}
    </Briefs>
  );
};

const HowItEnded = ({ command }: { command: FinishedCommand }) => {
  if (command.errorClass !== null) return <span className="cut stop">{spoken(command.errorClass)}</span>;
  if (command.outcome !== "done") return <span className="cut">{seenCommand(command).word}</span>;
  return <span className="cut">{took(Date.parse(command.completedAt) - Date.parse(command.startedAt))}</span>;
};
