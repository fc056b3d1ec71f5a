import type { Delivery } from "@signalbox/contract/deliveries";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { StateWord } from "../../../ui/lamp.tsx";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { Scroller } from "../../../ui/scroller.tsx";
import { deliveriesQuery } from "../delivery-queries.ts";
import type { DeliveryFilter } from "../keys.ts";
import { deliveryAspects } from "../words.ts";

/** Deliveries that match a filter, the newest first, page by page. */
export const DeliveryTable = ({ filter, empty }: { filter: DeliveryFilter; empty: ReactNode }) => {
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const deliveries = query.data ?? none;
  const wanted = useMemo(() => deliveries.map(({ id }) => ({ id, slot: "" })), [deliveries]);
  const { places, waiting, letIn, holders } = useAdmission(wanted);
  const shown = useRef<HTMLTableSectionElement>(null);
  const byId = useMemo(() => new Map(deliveries.map((one) => [one.id, one])), [deliveries]);
  if (query.data === undefined) {
    return (
      <Unread query={query} lines={8} loading="Loading deliveries" failed="Deliveries could not be read" />
    );
  }
  if (deliveries.length === 0) return empty;
  return (
    <>
      <div {...holders}>
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "delivery", "deliveries")} more. Rows keep their places while you are at them.
        </LetIn>
        <Scroller className="table-scroll" label="List of deliveries">
          <table className="table">
            <Head />
            <tbody ref={shown}>
              {places
                .flatMap(({ id }) => byId.get(id) ?? [])
                .map((delivery) => (
                  <Row key={delivery.id} delivery={delivery} />
                ))}
            </tbody>
          </table>
        </Scroller>
      </div>
      <More query={query} rows={shown} />
    </>
  );
};

const none: readonly Delivery[] = [];

const Head = () => (
  <thead>
    <tr>
      <th scope="col">State</th>
      <th scope="col">About</th>
      <th scope="col" className="wide-only">
        Source
      </th>
      <th scope="col" className="is-number wide-only">
        Started
      </th>
      <th scope="col" className="is-number desk-only">
        Came again
      </th>
      <th scope="col" className="is-number wide-only">
        Came
      </th>
    </tr>
  </thead>
);

const Row = ({ delivery }: { delivery: Delivery }) => {
  const { id, source, event, state, reason, at, started, duplicates, replayOf } = delivery;
  const now = useNow();
  return (
    <tr>
      <td>
        <StateWord {...deliveryAspects[state]} />
      </td>
      <td className="is-fill" title={reason ?? undefined}>
        <Link to="/deliveries/$deliveryId" params={{ deliveryId: id }} className="strong" data-stop>
          {event ?? "Delivery"}
        </Link>
        {replayOf === null ? null : <span className="ink3"> replayed</span>}
        {reason === null ? null : <span className="ink3"> {reason}</span>}
        <span className="narrow-only small ink3 num">
          {[source.name, moment(at, now), ...(started === 0 ? [] : [`started ${started}`])].join(" · ")}
        </span>
      </td>
      <td className="ink2 wide-only">{source.name}</td>
      <td className="is-number wide-only">{started === 0 ? <None /> : started}</td>
      <td className="is-number desk-only">{duplicates === 0 ? <None /> : count(duplicates, "time")}</td>
      <td className="is-number ink2 wide-only">{moment(at, now)}</td>
    </tr>
  );
};

const None = () => (
  <span className="ink3">
    <span aria-hidden="true">–</span>
    <span className="hidden-visually">none</span>
  </span>
);
