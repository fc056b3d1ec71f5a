import type { Launch } from "@signalbox/contract/launches";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { unheardQuery } from "../queries.ts";
import { EndLaunch } from "./end-agent.tsx";
import { Attach, wordOf } from "./launch-progress.tsx";

/** An agent is heard of within seconds, as a rule. */
const heardWithinMs = 15_000;

/** Starts that run and whose agent is not known: no list of agents shows them. */
export const UnheardStarts = () => {
  const now = useNow();
  const { data } = useQuery(unheardQuery);
  const isUnheard = ({ agentId, resumes, state, step, at }: Launch) =>
    agentId === null &&
    resumes === null &&
    step === "opened" &&
    (state === "waiting" || now - Date.parse(at) > heardWithinMs);
  const starts = data?.items.filter(isUnheard) ?? [];
  return starts.length === 0 ? null : (
    <section className="panel" aria-label="Started, without a session">
      {starts.map((launch) => (
        <Unheard key={launch.id} launch={launch} />
      ))}
    </section>
  );
};

const Unheard = ({ launch }: { launch: Launch }) => (
  <div className="panel__body stack">
    <p>
      <b>{launch.name ?? launch.backend}</b> in <span className="mono">{launch.cwd}</span>
    </p>
    <p className="ink2">{wordOf(launch)}</p>
    {launch.attach === null ? null : <Attach command={launch.attach.command} />}
    <div>
      <EndLaunch launch={launch} />
    </div>
  </div>
);
