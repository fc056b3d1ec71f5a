import { Link } from "@tanstack/react-router";
import { Lamp } from "../../../ui/lamp.tsx";
import { AgentLink, titleOf, Unseen } from "../../agents/index.ts";
import { useProjects } from "../../projects/index.ts";
import { type Card, columns } from "../columns.ts";
import { type HeldCard, NewStates, useHeldCards } from "./board.tsx";
import { CardLamp, CardNote, CardTime } from "./card-words.tsx";

/** A track for each project; a lamp stands where an agent stands. */
export const Lanes = ({ cards }: { cards: readonly Card[] }) => {
  const { held, ...admission } = useHeldCards(cards);
  const projects = useProjects();
  const lanes = [...new Set(held.map(({ agent }) => agent.projectId))].toSorted((a, b) =>
    (projects.get(a ?? "")?.name ?? "~").localeCompare(projects.get(b ?? "")?.name ?? "~"),
  );
  return (
    <div {...admission.holders}>
      <NewStates admission={admission} />
      <div className="lanes">
        <div className="lanes__head">
          <span className="ink3">Project</span>
          {columns.map(({ id, word, aspect }) => (
            <span key={id}>
              <Lamp aspect={aspect} />
              {word}
              <span className="ink3 num">{held.filter(({ column }) => column === id).length}</span>
            </span>
          ))}
        </div>
        {lanes.map((projectId) => {
          const inLane = held.filter(({ agent }) => agent.projectId === projectId);
          return <Lane key={projectId ?? "none"} projectId={projectId} cards={inLane} />;
        })}
      </div>
      <p className="small ink3 lanes__words">
        The line is the road through a command: asked, working, done. A lamp stands where the agent stands.
      </p>
    </div>
  );
};

const Lane = ({ projectId, cards }: { projectId: string | null; cards: readonly HeldCard[] }) => {
  const project = useProjects().get(projectId ?? "");
  // A project whose name is still on its way is not none.
  const without = projectId === null ? "No project" : undefined;
  const branches = new Set(cards.flatMap(({ agent }) => agent.branch ?? []));
  return (
    <section className="lane" aria-label={project?.name ?? without}>
      <div className="lane__p">
        {project === undefined ? (
          <span className="strong">{without ?? "…"}</span>
        ) : (
          <Link to="/projects/$projectId" params={{ projectId: project.id }} className="strong">
            {project.name}
          </Link>
        )}
        <span className="small ink3 cut">{[...branches].join(", ")}</span>
      </div>
      {columns.map(({ id }) => (
        <div key={id}>
          {cards
            .filter(({ column }) => column === id)
            .map((card) => (
              <StopAt key={card.agent.id} card={{ ...card, column: id }} />
            ))}
        </div>
      ))}
    </section>
  );
};

const StopAt = ({ card }: { card: Card }) => (
  <AgentLink agentId={card.agent.id} className="stopat">
    <CardLamp card={card} />
    <span className="stopat__t">
      <b>{titleOf(card.agent)}</b>
      <Unseen agentId={card.agent.id} at={card.agent.lastSeenAt} />
    </span>
    <span className="stopat__s">
      <CardTime card={card} /> <span className="dot">·</span> <CardNote card={card} />
    </span>
  </AgentLink>
);
