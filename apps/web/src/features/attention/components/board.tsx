import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { count } from "../../../lib/format.ts";
import { type Admission, useAdmission } from "../../../lib/use-admission.ts";
import { Count } from "../../../ui/count.tsx";
import { Lamp } from "../../../ui/lamp.tsx";
import { LetIn } from "../../../ui/let-in.tsx";
import { AgentLink, titleOf, Unseen } from "../../agents/index.ts";
import { useProjectWord } from "../../projects/index.ts";
import { type Card, columns, recentMs } from "../columns.ts";
import { CardLamp, CardNote, CardTime } from "./card-words.tsx";

/** Every agent in the column of its state. Cards show the truth at once, and change places when let. */
export const Board = ({ cards }: { cards: readonly Card[] }) => {
  const { held, ...admission } = useHeldCards(cards);
  return (
    <div {...admission.holders}>
      <NewStates admission={admission} />
      <BoardColumns cards={held} />
    </div>
  );
};

export type HeldCard = Omit<Card, "column"> & { column: string };

interface BoardColumnsProps {
  cards: readonly HeldCard[];
  /** The agent whose card stands out. */
  marked?: string | null;
}

/** The columns with their cards, as they are given. */
export const BoardColumns = ({ cards, marked = null }: BoardColumnsProps) => (
  <div className="board">
    {columns.map(({ id, word, aspect }) => {
      const inColumn = cards.filter(({ column }) => column === id);
      return (
        <section key={id} aria-labelledby={`column-${id}`}>
          <div className="col__head">
            <Lamp aspect={aspect} />
            <h2 id={`column-${id}`}>{word}</h2>
            {inColumn.length === 0 ? null : <Count stop={id === "needs_you"}>{inColumn.length}</Count>}
          </div>
          <div className="cards">
            {inColumn.map((card) => (
              <BoardCard key={card.agent.id} card={card} marked={card.agent.id === marked} />
            ))}
            {id === "idle" && marked === null ? <EndedNote /> : null}
          </div>
        </section>
      );
    })}
  </div>
);

export const NewStates = ({
  admission: { waiting, letIn },
}: {
  admission: Pick<Admission, "waiting" | "letIn">;
}) => (
  <LetIn waiting={waiting} onLetIn={letIn}>
    {count(waiting, "card has", "cards have")} new states. They move when you let them: the board does not
    reorder under the pointer.
  </LetIn>
);

/** The cards in the columns they may stand in now. */
export const useHeldCards = (cards: readonly Card[]) => {
  const wanted = useMemo(() => cards.map(({ agent, column }) => ({ id: agent.id, slot: column })), [cards]);
  const { places, ...admission } = useAdmission(wanted);
  const byId = new Map(cards.map((card) => [card.agent.id, card]));
  const held = places.flatMap(({ id, slot }) => {
    const card = byId.get(id);
    return card === undefined ? [] : [{ ...card, column: slot }];
  });
  return { ...admission, held };
};

const BoardCard = ({ card, marked }: { card: HeldCard; marked: boolean }) => {
  const project = useProjectWord(card.agent.projectId, "no project");
  const shown = { ...card, column: "idle" as const };
  return (
    <AgentLink
      agentId={card.agent.id}
      className={`card ${card.item === null ? "" : "card--need"} ${marked ? "card--marked" : ""}`}
    >
      <span className="card__top">
        <CardLamp card={shown} />
        <span className="cut">{project}</span>
        <Unseen agentId={card.agent.id} at={card.agent.lastSeenAt} />
        <span className="push">
          <CardTime card={shown} />
        </span>
      </span>
      <span className="card__t">{titleOf(card.agent)}</span>
      <span className="card__s">
        <CardNote card={shown} />
        <span className="push mono card__cli">{card.agent.backend}</span>
      </span>
    </AgentLink>
  );
};

const EndedNote = () => (
  <p className="card card--note small ink3">
    An agent that has never had a command rests here. One that ended stays under Complete for{" "}
    {count(recentMs / 3_600_000, "hour")} after its last command.{" "}
    <Link to="/agents" search={{ live: "false" }} className="link">
      Show all that ended
    </Link>
  </p>
);
