import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { roughly } from "../../../lib/format.ts";
import { Count, Empty, Failure, Skeleton } from "../../../ui/forms.tsx";
import { AgentLink, statusQuery, titleOf } from "../../agents/index.ts";
import { useProjects } from "../../projects/index.ts";
import type { Card } from "../columns.ts";
import { CardLamp, CardNote, CardTime } from "./card-words.tsx";

/** What is under way, what is over, and the day in figures. */
export const Side = ({ cards, loading }: { cards: readonly Card[]; loading: boolean }) => {
  const working = cards.filter(({ column }) => column === "processing" || column === "commanded");
  const finished = cards.filter(({ column }) => column === "finished");
  return (
    <div className="now__side">
      <Briefs id="working" title="Working" cards={working} loading={loading} empty="No agent is at work" />
      <Briefs
        id="finished"
        title="Recently finished"
        cards={finished.slice(0, 6)}
        loading={loading}
        empty="Nothing finished in the last 12 hours"
      />
      <Today />
    </div>
  );
};

interface BriefsProps {
  id: string;
  title: string;
  cards: readonly Card[];
  loading: boolean;
  empty: string;
}

const Briefs = ({ id, title, cards, loading, empty }: BriefsProps) => (
  <section className="panel" aria-labelledby={id}>
    <div className="panel__head">
      <h2 id={id}>{title}</h2>
      {cards.length === 0 ? null : <Count>{cards.length}</Count>}
    </div>
    {loading ? <Skeleton lines={3} /> : null}
    {!loading && cards.length === 0 ? <p className="panel__body small ink3">{empty}</p> : null}
    <div className="list">
      {cards.map((card) => (
        <Brief key={card.agent.id} card={card} />
      ))}
    </div>
  </section>
);

/** One line and one quiet second line. */
const Brief = ({ card }: { card: Card }) => {
  const project = useProjects().get(card.agent.projectId ?? "");
  return (
    <AgentLink agentId={card.agent.id} className="brief">
      <CardLamp card={card} />
      <span className="brief__t cut">{titleOf(card.agent)}</span>
      <span className="small ink3">
        <CardTime card={card} />
      </span>
      <span className="brief__s">
        <span>{project?.name ?? card.agent.backend}</span>
        <span className="dot">·</span>
        <CardNote card={card} />
      </span>
    </AgentLink>
  );
};

/** Numbers of the day, as the server counts them. */
const Today = () => {
  const { data: status, error, refetch } = useQuery(statusQuery);
  const now = useNow();
  return (
    <section className="panel" aria-labelledby="today">
      <div className="panel__head panel__head--bare">
        <h2 id="today">Today</h2>
        <span className="push small ink3">since midnight UTC</span>
      </div>
      {status === undefined ? (
        error === null ? (
          <Skeleton lines={2} />
        ) : (
          <Failure title="Today’s numbers could not be read" error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <dl className="figures">
          <Figure name="Commands done" value={status.today.done} note={`of ${status.today.completed}`} />
          <Figure
            name="Live agents"
            value={status.agents.live}
            note={`${status.agents.processing + status.agents.commanded} working`}
          />
          <Figure
            name="Waiting now"
            value={status.attention}
            note={
              status.oldestWaitSince === null
                ? ""
                : `oldest ${roughly(now - Date.parse(status.oldestWaitSince))}`
            }
          />
          <Figure
            name="Signals parked"
            value={status.parkedSignals}
            note={status.parkedSignals === 0 ? "all applied" : "could not be applied"}
          />
        </dl>
      )}
    </section>
  );
};

const Figure = ({ name, value, note }: { name: string; value: number; note: string }) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd>
      {value} <small>{note}</small>
    </dd>
  </div>
);

/** Nothing was ever heard: the one action that changes that. */
export const NothingHeard = ({ action }: { action: React.ReactNode }) => (
  <section className="panel">
    <Empty title="No agent reports here yet" action={action}>
      <p>Once hooks are installed, every session you start in a terminal appears here by itself.</p>
    </Empty>
  </section>
);
