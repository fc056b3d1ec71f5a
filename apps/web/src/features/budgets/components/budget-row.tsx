import type { Budget } from "@signalbox/contract/budgets";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { dollars } from "../../../lib/money.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Refusal } from "../../../ui/field.tsx";
import { forecastWords } from "../forecast-words.ts";
import { wordsOf } from "../form.ts";
import { useRemoveBudget } from "../queries.ts";
import { WriteBudget } from "./budget-form.tsx";

/** A budget, with a bar for each of its limits. */
export const BudgetRow = ({ budget, mayChange }: { budget: Budget; mayChange: boolean }) => {
  const now = useNow();
  const name = nameOf(budget);
  return (
    <li className="budget" aria-label={name}>
      <div className="row row--wrap">
        <p className="strong break grow">{name}</p>
        <p className="small ink3 num">
          {budget.state === "spent" ? "Spent; it begins anew " : "Until "}
          {moment(budget.until, now)}
        </p>
      </div>
      {limited.map(({ of, word, say }) => {
        const limit = budget.limits[of];
        if (limit === null) return null;
        const comesTo = budget.forecast === null ? "" : `; comes to ${say(budget.forecast.comesTo[of])}`;
        const text = `${say(budget.used[of])} of ${say(limit)}${word}${comesTo}`;
        return <Bar key={of} share={budget.used[of] / limit} warnAt={budget.warnAt} text={text} />;
      })}
      <p className="small ink3">{forecastWords(budget, (at) => moment(at, now))}</p>
      {mayChange ? <Acts budget={budget} name={name} /> : null}
    </li>
  );
};

const exact = new Intl.NumberFormat("en-GB");
const digits = (count: number): string => exact.format(count);
const limited = [
  { of: "costMicros", word: "", say: dollars },
  { of: "tokens", word: " tokens", say: digits },
  { of: "executions", word: " executions", say: digits },
  { of: "minutes", word: " minutes", say: digits },
] as const;

const Bar = ({ share, warnAt, text }: { share: number; warnAt: number; text: string }) => {
  const percent = Math.min(100, Math.floor(share * 100));
  const state = share >= 1 ? "spent" : percent >= warnAt ? "warned" : "within";
  return (
    <div>
      <div className="budget__bar" data-state={state} aria-hidden="true">
        <span className="budget__used" style={{ width: `${percent}%` }} />
        <span className="budget__mark" style={{ left: `${warnAt}%` }} />
      </div>
      <p className="small ink2 num">{text}</p>
    </div>
  );
};

const kinds = {
  instance: "All bots",
  project: "A project",
  bot: "A bot",
  account: "An account",
  user: "A person",
};

const nameOf = ({ scope, of, period }: Budget): string => `${of ?? kinds[scope.kind]}, each ${period}`;

const Acts = ({ budget, name }: { budget: Budget; name: string }) => {
  const remove = useRemoveBudget(budget.id);
  return (
    <>
      <Refusal error={remove.error} />
      <p className="row row--wrap">
        <WriteBudget
          budgetId={budget.id}
          given={wordsOf(budget)}
          trigger={
            <button type="button" className="btn" aria-label={`Change the budget of ${name}`}>
              Change
            </button>
          }
        />
        <Confirm
          trigger={
            <button type="button" className="btn" aria-label={`Remove the budget of ${name}`}>
              Remove
            </button>
          }
          title="Remove this budget?"
          verb="Remove it"
          back="Keep it"
          onConfirm={() => remove.mutate(undefined)}
        >
          <p>What waits for it may begin then.</p>
        </Confirm>
      </p>
    </>
  );
};
