import type { DeliveryDetail } from "@signalbox/contract/deliveries";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { clockWithSeconds, count, date } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { StateWord } from "../../../ui/lamp.tsx";
import { LongCode } from "../../../ui/long-code.tsx";
import { Page } from "../../../ui/page.tsx";
import { DeadLink, Empty, Unread } from "../../../ui/reading.tsx";
import { useMayOperate } from "../../bots/index.ts";
import { FiringList } from "../components/firing-list.tsx";
import { deliveryQuery, useReplay } from "../delivery-queries.ts";
import { pretty } from "../pretty.ts";
import { deliveryAspects } from "../words.ts";
import "../triggers.css";

/** `/deliveries/:deliveryId`: what came, what each trigger made of it, and why. */
export const DeliveryPage = () => {
  const { deliveryId = "" } = useParams({ strict: false });
  const query = useQuery(deliveryQuery(deliveryId));
  const delivery = query.data;
  const mayOperate = useMayOperate();
  if (delivery === undefined) return <NotThere query={query} />;
  const { state, event, reason } = delivery;
  return (
    <Page title={event ?? "Delivery"}>
      <div className="pagehead">
        <h1 className="break">{event ?? "Delivery"}</h1>
        <span role="status" className="row row--tight">
          <StateWord {...deliveryAspects[state]} />
        </span>
        <span className="push" />
        {mayOperate && state !== "refused" ? <Replay key={delivery.id} deliveryId={delivery.id} /> : null}
      </div>
      {state === "refused" ? (
        <p className="notice notice--stop delivery-page__why">
          <span className="break">{reason}. Nothing was made of it, and its body was not kept.</span>
        </p>
      ) : null}
      <div className="delivery-page">
        <div className="delivery-page__main">
          <Made delivery={delivery} />
          <Body delivery={delivery} />
        </div>
        <About delivery={delivery} />
      </div>
    </Page>
  );
};

const Replay = ({ deliveryId }: { deliveryId: string }) => {
  const replay = useReplay(deliveryId);
  const navigate = useNavigate();
  return (
    <>
      <Refusal error={replay.error} />
      <button
        type="button"
        className="btn"
        disabled={replay.isPending}
        title="The triggers, as they are now, look at it once more"
        onClick={() =>
          replay.mutate(undefined, {
            onSuccess: ({ id }) =>
              void navigate({ to: "/deliveries/$deliveryId", params: { deliveryId: id } }),
          })
        }
      >
        <Icon name="refresh" small />
        Replay
      </button>
    </>
  );
};

const Made = ({ delivery: { state, firings, source } }: { delivery: DeliveryDetail }) =>
  state === "refused" ? null : (
    <section className="panel" aria-labelledby="delivery-firings">
      <div className="panel__head">
        <h2 id="delivery-firings">What triggers made of it</h2>
      </div>
      {firings.length > 0 ? (
        <FiringList label="What triggers made of it" firings={firings} ofMany />
      ) : state === "received" ? (
        <Empty title="The triggers have not looked at it yet" />
      ) : (
        <Empty title={`No trigger looked at what ${source.name} delivers`} />
      )}
    </section>
  );

const Body = ({ delivery: { body } }: { delivery: DeliveryDetail }) => {
  const text = useMemo(() => (body === null ? null : pretty(body)), [body]);
  return text === null ? null : (
    <section className="panel" aria-labelledby="delivery-body">
      <div className="panel__head">
        <h2 id="delivery-body">What came</h2>
        <span className="push" />
        <CopyButton text={text} label="Copy" />
      </div>
      <div className="panel__body">
        <LongCode text={text} />
      </div>
    </section>
  );
};

const About = ({ delivery }: { delivery: DeliveryDetail }) => {
  const { source, at, bytes, externalId, duplicates, replayOf, headers } = delivery;
  const heads = Object.entries(headers);
  return (
    <section className="panel" aria-labelledby="delivery-about">
      <div className="panel__head">
        <h2 id="delivery-about">How it came</h2>
      </div>
      <dl className="kv panel__body num">
        <dt>Source</dt>
        <dd>
          <Link to="/deliveries" search={{ sourceId: source.id }} className="link">
            {source.name}
          </Link>
        </dd>
        <dt>When</dt>
        <dd>
          {date(at)}, {clockWithSeconds(at)}
        </dd>
        <dt>Size</dt>
        <dd>{count(bytes, "byte")}</dd>
        {externalId === null ? null : (
          <>
            <dt>Sender's id</dt>
            <dd className="mono">{externalId}</dd>
          </>
        )}
        <dt>Came again</dt>
        <dd>{duplicates === 0 ? "never" : count(duplicates, "time")}</dd>
        {replayOf === null ? null : (
          <>
            <dt>Replay of</dt>
            <dd>
              <Link to="/deliveries/$deliveryId" params={{ deliveryId: replayOf }} className="link">
                an earlier delivery
              </Link>
            </dd>
          </>
        )}
      </dl>
      {heads.length === 0 ? null : (
        <details className="delivery-page__headers" open>
          <summary className="small strong">Headers</summary>
          <dl className="kv delivery-page__heads">
            {heads.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
};

const NotThere = ({ query }: { query: { error: unknown; refetch: () => unknown } }) => (
  <Page title="Delivery">
    <div className="pagehead">
      <h1>Delivery</h1>
    </div>
    <section className="panel">
      {isMissing(query.error) ? (
        <DeadLink
          title="No delivery is at this address"
          lead={{ to: "/deliveries", word: "See all deliveries" }}
        />
      ) : (
        <Unread query={query} loading="Loading the delivery" failed="This delivery could not be read" />
      )}
    </section>
  </Page>
);
