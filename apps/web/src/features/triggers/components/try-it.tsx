import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { faultsOf } from "../../../lib/faults.ts";
import { moment } from "../../../lib/format.ts";
import { Choose } from "../../../ui/choose.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { lastDeliveriesQuery } from "../delivery-queries.ts";
import type { contentOf } from "../form.ts";
import { useTryTrigger } from "../queries.ts";

interface TryItProps {
  botId: string;
  sourceId: string;
  /** What the form says by now. */
  content: () => ReturnType<typeof contentOf>;
}

/** What the trigger, as it is written now, would make of something that came. Nothing is started. */
export const TryIt = ({ botId, sourceId, content }: TryItProps) => {
  const { data: deliveries = [] } = useQuery(lastDeliveriesQuery(sourceId));
  const now = useNow();
  const [chosen, setChosen] = useState("");
  const tried = useTryTrigger(botId);
  const deliveryId = deliveries.find(({ id }) => id === chosen)?.id ?? deliveries[0]?.id;
  return (
    <section className="panel" aria-labelledby="try-it">
      <div className="panel__head">
        <h2 id="try-it">Try it</h2>
        <span className="small ink3 cut">nothing is started</span>
      </div>
      <div className="panel__body stack">
        {deliveryId === undefined ? (
          <p className="small ink3">
            {sourceId === "" ? "Choose a source first" : "The source has delivered nothing yet"}
          </p>
        ) : (
          <>
            <Choose
              label="Delivery"
              value={deliveryId}
              choices={deliveries.map(({ id, event, at }) => ({
                value: id,
                label: `${event ?? "delivery"}, ${moment(at, now)}`,
              }))}
              onChange={(next) => {
                tried.reset();
                setChosen(next);
              }}
            />
            <p className="row row--wrap">
              <button
                type="button"
                className="btn"
                aria-busy={tried.isPending}
                onClick={() => tried.mutate({ content: content(), deliveryId })}
              >
                Try it with this one
              </button>
              <Link to="/deliveries/$deliveryId" params={{ deliveryId }} className="small link">
                See it
              </Link>
            </p>
          </>
        )}
        <Outcome tried={tried} />
      </div>
    </section>
  );
};

const Outcome = ({ tried: { data, error } }: { tried: ReturnType<typeof useTryTrigger> }) => (
  <div aria-live="polite" className="stack">
    {error === null ? null : <Faults error={error} />}
    {data === undefined ? null : (
      <>
        <p className="row row--wrap">
          <StateWord
            {...(data.matches
              ? { aspect: "complete", word: "It would begin" }
              : { aspect: "ended", word: "It would not begin" })}
          />
          <span className="small ink2 break">{data.reason}</span>
        </p>
        {data.prompt === null ? null : <LongCode text={data.prompt} />}
      </>
    )}
  </div>
);

/** What is wrong with the form is told at its fields once it is saved; here, by their names. */
const Faults = ({ error }: { error: Error }) => {
  const faults = [...faultsOf(error)];
  return (
    <ul className="small stop stack break">
      {faults.length === 0 ? <li>{error.message}</li> : null}
      {faults.map(([path, message]) => (
        <li key={path}>
          {path === "" ? "" : `${path}: `}
          {message}
        </li>
      ))}
    </ul>
  );
};
