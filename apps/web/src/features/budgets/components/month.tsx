import type { listBudgets } from "@signalbox/contract/budgets";
import type { ReplyOf } from "@signalbox/contract/route";
import { dollars } from "../../../lib/money.ts";

const exact = new Intl.NumberFormat("en-GB");

/** What all executions take in this month, and what that comes to. */
export const Month = ({ month: { used, forecast } }: { month: ReplyOf<typeof listBudgets>["month"] }) => (
  <section className="panel" aria-labelledby="month">
    <div className="panel__head">
      <h2 id="month">This month, of all bots</h2>
    </div>
    <div className="panel__body">
      <p className="num">
        {dollars(used.costMicros)}, {exact.format(used.tokens)} tokens, {exact.format(used.executions)}{" "}
        executions
      </p>
      <p className="small ink3 num">
        {forecast === null
          ? "Not enough is known yet to tell what it comes to"
          : `Comes to ${dollars(forecast.comesTo.costMicros)} and ${exact.format(forecast.comesTo.tokens)} tokens at the rate of the last days`}
      </p>
    </div>
  </section>
);
