import type { TurnHit } from "@signalbox/contract/turn-search";
import { Link } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { useProjects } from "../../projects/index.ts";
import { titleOf } from "./agent-words.tsx";

const speakers = { user: "You", agent: "Agent", system: "System" } as const;

/** A turn that was found, which leads to where it was said. */
export const HitRow = ({ hit: { agent, turnId, actor, tool, at, snippet } }: { hit: TurnHit }) => {
  const now = useNow();
  const project = useProjects().get(agent.projectId ?? "");
  return (
    <li>
      <Link to="/agents/$agentId" params={{ agentId: agent.id }} search={{ turn: turnId }} className="hit">
        <span className="row small ink3">
          <b className="strong cut">{titleOf(agent)}</b>
          <span className="nowrap">{tool ?? speakers[actor]}</span>
          <span className="push nowrap num">
            {project === undefined ? "" : `${project.name} · `}
            {moment(at, now)}
          </span>
        </span>
        <span className="hit__words">
          {snippet.map(({ text, hit }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is known by its place alone
            <Piece key={index} text={text} hit={hit} />
          ))}
        </span>
      </Link>
    </li>
  );
};

const Piece = ({ text, hit }: { text: string; hit: boolean }) => (hit ? <mark>{text}</mark> : text);
