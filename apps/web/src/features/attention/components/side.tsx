import { Count } from "../../../ui/count.tsx";
import { titleOf } from "../../agents/index.ts";
import { type Card, limitedOf } from "../columns.ts";
import type { Cards } from "../use-cards.ts";
import { Brief, Briefs } from "./briefs.tsx";
import { CardLamp, CardNote, CardTime } from "./card-words.tsx";
import { Completed } from "./completed.tsx";
import { Today } from "./today.tsx";

/** What is under way, what is over, and the day in figures. */
export const Side = ({ board }: { board: Cards }) => {
  const working = board.cards.filter(({ column }) => column === "processing" || column === "commanded");
  const limited = limitedOf(board.cards);
  return (
    <div className="now__side">
      <Briefs
        id="working"
        title="Working"
        note={working.length === 0 ? null : <Count>{working.length}</Count>}
        isRead={board.isRead}
        error={board.error}
        refetch={board.refetch}
        loading="Loading the agents at work"
        failed="The agents at work could not be read"
        empty="No agent is at work"
      >
        {working.map(briefOf)}
      </Briefs>
      {limited.length === 0 ? null : <Limited cards={limited} />}
      <Completed limited={limited} />
      <Today />
    </div>
  );
};

/** Sessions that a rate limit stopped: once it has reset, they go on when they are told to. */
const Limited = ({ cards }: { cards: readonly Card[] }) => (
  <section className="panel" aria-labelledby="limited">
    <div className="panel__head">
      <h2 id="limited">At a rate limit</h2>
      <Count>{cards.length}</Count>
    </div>
    <div className="list">{cards.map(briefOf)}</div>
  </section>
);

const briefOf = (card: Card) => (
  <Brief
    key={card.agent.id}
    agentId={card.agent.id}
    projectId={card.agent.projectId}
    backend={card.agent.backend}
    lamp={<CardLamp card={card} />}
    title={titleOf(card.agent)}
    at={card.agent.lastSeenAt}
    time={<CardTime card={card} />}
    note={<CardNote card={card} />}
  />
);
