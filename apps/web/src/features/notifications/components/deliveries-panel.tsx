import type { NotificationDelivery } from "@signalbox/contract/notifications";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { count, moment } from "../../../lib/format.ts";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { deliveriesQuery } from "../queries.ts";
import { aboutDelivery, becameOf } from "../words.ts";

/** What was sent, and what became of it. */
export const DeliveriesPanel = () => {
  const query = useInfiniteQuery(deliveriesQuery);
  const rows = useRef<HTMLUListElement>(null);
  const deliveries = query.data;
  return (
    <section className="panel" aria-labelledby="deliveries">
      <div className="panel__head">
        <h2 id="deliveries">Sent</h2>
        <span className="small ink3 cut wide-only">What you were told, and what became of it</span>
      </div>
      {deliveries === undefined ? (
        <Unread
          query={query}
          lines={4}
          loading="Loading what was sent"
          failed="What was sent could not be read"
        />
      ) : deliveries.length === 0 ? (
        <Empty title="Nothing was sent yet">
          <p>Test a channel to see that it reaches you.</p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Sent" ref={rows}>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      <More query={query} rows={rows} />
    </section>
  );
};

const badges: Readonly<Record<NotificationDelivery["state"], string>> = {
  waiting: "badge badge--wait",
  sent: "badge badge--done",
  failed: "badge badge--stop",
  dropped: "badge",
  gathered: "badge",
};

const DeliveryRow = ({ delivery }: { delivery: NotificationDelivery }) => {
  const now = useNow();
  const { state, channelName, attempts, error, why, createdAt } = delivery;
  return (
    <li className="delivery">
      <div className="channel__words">
        <p className="break">{aboutDelivery(delivery)}</p>
        <p className="small ink3 num break">
          {channelName}, {moment(createdAt, now)}
          {attempts > 1 ? `, ${count(attempts, "try", "tries")}` : ""}
          {why === null ? "" : `. ${why}`}
        </p>
        {error === null ? null : <p className="small stop break">{error}</p>}
      </div>
      <span className={badges[state]}>{becameOf(delivery)}</span>
    </li>
  );
};
