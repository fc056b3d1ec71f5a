import {
  type NotificationChannel,
  type NotificationReason,
  notificationReasons,
} from "@signalbox/contract/notification-channels";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Select } from "../../../ui/choice.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { useProjects } from "../../projects/index.ts";
import { channelsQuery, useSayRule } from "../queries.ts";
import { reasonWords } from "../words.ts";
import { CheckBox } from "./check-box.tsx";

const everywhere = "everywhere";

/** What each channel is wanted for, everywhere or in one project. */
export const RulesPanel = () => {
  const { data: channels = [] } = useQuery(channelsQuery);
  const projects = useProjects();
  const [place, setPlace] = useState(everywhere);
  if (channels.length === 0) return null;
  const choices = [...projects.values()].map(({ id, name }) => ({ value: id, label: name }));
  return (
    <section className="panel" aria-labelledby="rules">
      <div className="panel__head">
        <h2 id="rules">What you are told</h2>
        <span className="push">
          <Select
            label="Project"
            value={place}
            choices={[{ value: everywhere, label: "All projects" }, ...choices]}
            onChange={setPlace}
          />
        </span>
      </div>
      <Matrix channels={channels} projectId={place === everywhere ? null : place} />
    </section>
  );
};

interface MatrixProps {
  channels: readonly NotificationChannel[];
  projectId: string | null;
}

const Matrix = ({ channels, projectId }: MatrixProps) => {
  const say = useSayRule();
  return (
    <>
      <Scroller className="table-scroll" label="What each channel tells">
        <table className="table rules">
          <thead>
            <tr>
              <th scope="col">An agent…</th>
              {channels.map(({ id, name }) => (
                <th key={id} scope="col" className="rules__channel">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {notificationReasons.map((reason) => (
              <tr key={reason}>
                <th scope="row">{reasonWords[reason]}</th>
                {channels.map((channel) => (
                  <Cell
                    key={channel.id}
                    channel={channel}
                    reason={reason}
                    projectId={projectId}
                    onSay={(wanted) => say.mutate({ channelId: channel.id, projectId, reason, wanted })}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <Refusal error={say.error} />
    </>
  );
};

interface CellProps {
  channel: NotificationChannel;
  reason: NotificationReason;
  projectId: string | null;
  onSay: (wanted: boolean | null) => void;
}

const Cell = ({ channel: { name, rules }, reason, projectId, onSay }: CellProps) => {
  const own = rules.projects.find((project) => project.projectId === projectId)?.wanted[reason];
  return (
    <td className="rules__channel">
      <CheckBox
        label={`${name}: ${reasonWords[reason]}`}
        checked={own ?? rules.everywhere[reason]}
        onChange={onSay}
      />
      {own === undefined ? null : (
        <button
          type="button"
          className="btn btn--quiet"
          aria-label={`as for all: ${name}, ${reasonWords[reason]}`}
          onClick={() => onSay(null)}
        >
          as for all
        </button>
      )}
    </td>
  );
};
