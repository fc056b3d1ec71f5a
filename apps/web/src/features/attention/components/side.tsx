import { Count, Empty, Failure, Skeleton } from "../../../ui/forms.tsx";
import { AgentLink, titleOf } from "../../agents/index.ts";
import { useProjects } from "../../projects/index.ts";
import type { Card } from "../columns.ts";
import type { Cards } from "../use-cards.ts";
import { CardLamp, CardNote, CardTime } from "./card-words.tsx";
import { Today } from "./today.tsx";

/** What is under way, what is over, and the day in figures. */
export const Side = (board: Cards) => {
  const working = board.cards.filter(({ column }) => column === "processing" || column === "commanded");
  const finished = board.cards.filter(({ column }) => column === "finished");
  return (
    <div className="now__side">
      <Briefs id="working" title="Working" board={board} cards={working} empty="No agent is at work" />
      <Briefs
        id="finished"
        title="Recently finished"
        board={board}
        cards={finished.slice(0, 6)}
        empty="Nothing finished in the last 12 hours"
      />
      <Today />
    </div>
  );
};

interface BriefsProps {
  id: string;
  title: string;
  board: Cards;
  cards: readonly Card[];
  empty: string;
}

const Briefs = ({ id, title, board, cards, empty }: BriefsProps) => (
  <section className="panel" aria-labelledby={id}>
    <div className="panel__head">
      <h2 id={id}>{title}</h2>
      {cards.length === 0 ? null : <Count>{cards.length}</Count>}
    </div>
    <BriefsBody board={board} cards={cards} empty={empty} />
  </section>
);

const BriefsBody = ({ board, cards, empty }: Pick<BriefsProps, "board" | "cards" | "empty">) => {
  if (board.error !== null) {
    return <Failure title="Agents could not be read" error={board.error} onRetry={board.retry} />;
  }
  if (board.isPending) return <Skeleton lines={3} label="Loading agents" />;
  if (cards.length === 0) return <p className="panel__body small ink3">{empty}</p>;
  return (
    <div className="list">
      {cards.map((card) => (
        <Brief key={card.agent.id} card={card} />
      ))}
    </div>
  );
};

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

/** Nothing was ever heard: the one action that changes that. */
export const NothingHeard = ({ action }: { action: React.ReactNode }) => (
  <section className="panel">
    <Empty title="No agent reports here yet" action={action}>
      <p>Once hooks are installed, every session you start in a terminal appears here by itself.</p>
    </Empty>
  </section>
);
