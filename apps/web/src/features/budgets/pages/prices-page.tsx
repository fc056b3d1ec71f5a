import type { ModelPrice } from "@signalbox/contract/prices";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { WritePrice } from "../components/price-form.tsx";
import { PriceHistory } from "../components/price-history.tsx";
import { noPrice, rate, wordsOfPrice } from "../price-form.ts";
import { pricesQuery, useRemovePrice } from "../price-queries.ts";
import "../budgets.css";

/** `/bots/prices`: what models cost where their CLI does not say so. */
export const PricesPage = () => {
  const query = useQuery(pricesQuery);
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("admin") === true;
  const prices = query.data;
  return (
    <Page title="Prices">
      <div className="pagehead">
        <h1>Prices</h1>
        <span className="push" />
        <Link to="/bots/budgets" className="btn">
          Budgets
        </Link>
        {mayChange ? <NewPrice /> : null}
      </div>
      <section className="panel" aria-label="Prices">
        <p className="panel__body small ink2">
          In dollars for a million tokens. What a CLI itself says that it cost counts, whatever stands here;
          what was counted before stays as it was.
        </p>
        {prices === undefined ? (
          <Unread query={query} loading="Loading prices" failed="Prices could not be read" />
        ) : (
          <ul className="list" aria-label="Prices">
            {prices.map((price) => (
              <PriceRow key={price.model} price={price} mayChange={mayChange} />
            ))}
          </ul>
        )}
      </section>
      <PriceHistory />
    </Page>
  );
};

const PriceRow = ({ price, mayChange }: { price: ModelPrice; mayChange: boolean }) => {
  const { model, rates, source, validFrom, own, hasLong } = price;
  return (
    <li className="budget" aria-label={model}>
      <div className="row row--wrap">
        <p className="strong break grow">{model}</p>
        <p className="small ink3">{own === null ? "Comes with the server" : `Written by ${own.by}`}</p>
      </div>
      <p className="small num">
        {rate(rates.input)} in · {rate(rates.output)} out · {rate(rates.cacheRead)} from the cache ·{" "}
        {rate(rates.cacheWrite)} into the cache{hasLong ? " · more for long prompts" : ""}
      </p>
      <p className="small ink3 break">
        {source}, {own === null ? "read" : "holds from"} {validFrom.slice(0, 10)}
      </p>
      {mayChange ? <Acts price={price} /> : null}
    </li>
  );
};

const Acts = ({ price }: { price: ModelPrice }) => (
  <div className="row row--wrap">
    <WritePrice
      given={wordsOfPrice(price)}
      trigger={
        <button type="button" className="btn" aria-label={`Write another price of ${price.model}`}>
          Write another
        </button>
      }
    />
    {price.own === null ? null : <Remove model={price.model} priceId={price.own.id} />}
  </div>
);

const Remove = ({ model, priceId }: { model: string; priceId: string }) => {
  const remove = useRemovePrice(priceId);
  return (
    <>
      <Refusal error={remove.error} />
      <Confirm
        trigger={
          <button type="button" className="btn" aria-label={`Remove the price of ${model}`}>
            Remove
          </button>
        }
        title="Remove this price?"
        verb="Remove it"
        back="Keep it"
        onConfirm={() => remove.mutate(undefined)}
      >
        <p>The price before it holds again, or the one that comes with the server.</p>
      </Confirm>
    </>
  );
};

const NewPrice = () => (
  <WritePrice
    given={noPrice}
    trigger={
      <button type="button" className="btn">
        <Icon name="plus" small />
        New price
      </button>
    }
  />
);
