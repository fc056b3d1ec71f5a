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
import { personasQuery } from "../../organisation/index.ts";
import { useProjects } from "../../projects/index.ts";
import { channelsQuery, useSayRule } from "../queries.ts";
import { reasonWords } from "../words.ts";
import { CheckBox } from "./check-box.tsx";

const everywhere = "everywhere";

/** Of what a rule is: of a project, of a persona, or of all. */
interface Place {
  projectId: string | null;
  personaId: string | null;
}

/** What each channel is wanted for: everywhere, in one project, or of one persona. */
export const RulesPanel = () => {
  const { data: channels = [] } = useQuery(channelsQuery);
  const projects = useProjects();
  const { data: personas = [] } = useQuery(personasQuery);
  const [place, setPlace] = useState(everywhere);
  if (channels.length === 0) return null;
  const choices = [
    { value: everywhere, label: "All projects" },
    ...[...projects.values()].map(({ id, name }) => ({ value: id, label: name })),
    ...personas.map(({ id, name }) => ({ value: id, label: `${name}, in every project` })),
  ];
  const isPersona = personas.some(({ id }) => id === place);
  const projectId = place === everywhere || isPersona ? null : place;
  return (
    <section className="panel" aria-labelledby="rules">
      <div className="panel__head">
        <h2 id="rules">What you are told</h2>
        <span className="push">
          <Select label="Project or persona" value={place} choices={choices} onChange={setPlace} />
        </span>
      </div>
      <Matrix channels={channels} place={{ projectId, personaId: isPersona ? place : null }} />
    </section>
  );
};

interface MatrixProps {
  channels: readonly NotificationChannel[];
  place: Place;
}

const Matrix = ({ channels, place }: MatrixProps) => {
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
                    place={place}
                    onSay={(wanted) => say.mutate({ channelId: channel.id, ...place, reason, wanted })}
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
  place: Place;
  onSay: (wanted: boolean | null) => void;
}

const Cell = ({ channel: { name, rules }, reason, place, onSay }: CellProps) => {
  const said =
    rules.personas.find(({ personaId }) => personaId === place.personaId) ??
    rules.projects.find(({ projectId }) => projectId === place.projectId);
  const own = said?.wanted[reason];
  const back = place.personaId === null ? "as for all" : "as for its project";
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
          aria-label={`${back}: ${name}, ${reasonWords[reason]}`}
          onClick={() => onSay(null)}
        >
          {back}
        </button>
      )}
    </td>
  );
};
