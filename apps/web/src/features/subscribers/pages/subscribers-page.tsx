import type { Subscriber } from "@signalbox/contract/subscribers";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { count } from "../../../lib/format.ts";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { MakeSubscriber } from "../components/make-subscriber.tsx";
import { contentOf, wordsOf } from "../form.ts";
import { subscribersQuery, useChangeSubscriber } from "../queries.ts";
import "../subscribers.css";

/** `/settings/webhooks`: addresses that are told of events. */
export const SubscribersPage = () => {
  usePageTitle("Webhooks");
  const query = useQuery(subscribersQuery);
  const subscribers = query.data;
  return (
    <section className="panel" aria-labelledby="subscribers">
      <div className="panel__head">
        <h2 id="subscribers">Webhooks</h2>
        <span className="small ink3 cut wide-only">Addresses elsewhere that are told of events</span>
        <MakeSubscriber
          trigger={
            <button type="button" className="btn push">
              <Icon name="plus" small />
              New subscriber
            </button>
          }
        />
      </div>
      {subscribers === undefined ? (
        <Unread
          query={query}
          lines={3}
          loading="Loading subscribers"
          failed="Subscribers could not be read"
        />
      ) : subscribers.length === 0 ? (
        <Empty title="Nobody is told yet">
          <p>
            A subscriber is an address of a program elsewhere. It is sent a signed webhook for each event that
            it asks for: an execution that ended, a budget that is spent, an agent that waits.
          </p>
        </Empty>
      ) : (
        <ul className="list" aria-label="Subscribers">
          {subscribers.map((subscriber) => (
            <SubscriberRow key={subscriber.id} subscriber={subscriber} />
          ))}
        </ul>
      )}
    </section>
  );
};

const SubscriberRow = ({ subscriber }: { subscriber: Subscriber }) => {
  const { id, name, url, types, enabled, disabledReason, waiting, dead } = subscriber;
  const change = useChangeSubscriber(id);
  return (
    <li className="subscriber" aria-label={name}>
      <div className="subscriber__head">
        <div className="grow">
          <p>
            <Link to="/settings/webhooks/$subscriberId" params={{ subscriberId: id }} className="link strong">
              {name}
            </Link>
          </p>
          <p className="small mono break">{url}</p>
          <p className="facts small num">
            <span className="break">{types.join(", ")}</span>
            {waiting === 0 ? null : <span>{waiting} waiting</span>}
            {dead === 0 ? null : <span className="stop">{count(dead, "message")} given up</span>}
          </p>
          {disabledReason === null ? null : <p className="small stop">Turned off: {disabledReason}</p>}
        </div>
        <Switch
          label={`${name} is told`}
          on={change.isPending ? !enabled : enabled}
          disabled={change.isPending}
          onChange={(on) => change.mutate(contentOf(wordsOf(subscriber), on))}
        />
      </div>
      <Refusal error={change.error} />
    </li>
  );
};
