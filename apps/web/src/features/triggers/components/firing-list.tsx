import type { Firing } from "@signalbox/contract/triggers";
import { Link } from "@tanstack/react-router";
import type { Ref } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { StateWord } from "../../../ui/lamp.tsx";
import { outcomeAspects } from "../words.ts";
import "../triggers.css";

interface FiringListProps {
  label: string;
  firings: readonly Firing[];
  /** Of which bot and trigger each is, where they are not all of one. */
  ofMany?: boolean;
  rows?: Ref<HTMLUListElement>;
}

/** What triggers made of what came, and why. */
export const FiringList = ({ label, firings, ofMany = false, rows }: FiringListProps) => (
  <ul className="list" aria-label={label} ref={rows}>
    {firings.map((firing) => (
      <li key={firing.id} className="firing">
        <StateWord {...outcomeAspects[firing.outcome]} />
        <span className="break">
          {ofMany ? <Whose firing={firing} /> : null}
          {firing.reason}
        </span>
        <FiringLinks firing={firing} ofMany={ofMany} />
      </li>
    ))}
  </ul>
);

const Whose = ({ firing: { bot, triggerId } }: { firing: Firing }) =>
  triggerId === null ? (
    <>
      <Link to="/bots/$botId" params={{ botId: bot.id }} className="strong link">
        {bot.name}
      </Link>
      <span className="ink3">, by a trigger that is gone: </span>
    </>
  ) : (
    <>
      <Link
        to="/bots/$botId/triggers/$triggerId"
        params={{ botId: bot.id, triggerId }}
        className="strong link"
      >
        {bot.name}
      </Link>
      :{" "}
    </>
  );

const FiringLinks = ({ firing, ofMany }: { firing: Firing; ofMany: boolean }) => {
  const { at, executionId, deliveryId } = firing;
  const now = useNow();
  return (
    <span className="firing__links small ink3 num">
      {moment(at, now)}
      {executionId === null ? null : (
        <Link to="/executions/$executionId" params={{ executionId }} search={{}} className="link">
          Execution
        </Link>
      )}
      {deliveryId === null || ofMany ? null : (
        <Link to="/deliveries/$deliveryId" params={{ deliveryId }} className="link">
          Delivery
        </Link>
      )}
    </span>
  );
};
