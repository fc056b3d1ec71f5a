import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../../ui/icon.tsx";
import { Page } from "../../../ui/page.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { callerQuery } from "../../settings/index.ts";
import { WriteBudget } from "../components/budget-form.tsx";
import { BudgetRow } from "../components/budget-row.tsx";
import { Month } from "../components/month.tsx";
import { Taken } from "../components/taken.tsx";
import { nothing } from "../form.ts";
import { budgetsQuery } from "../queries.ts";
import "../budgets.css";

/** `/bots/budgets`: what executions may take in each period. */
export const BudgetsPage = () => {
  const query = useQuery(budgetsQuery);
  const { data: caller } = useQuery(callerQuery);
  const mayChange = caller?.scopes.includes("admin") === true;
  const budgets = query.data?.items;
  const month = query.data?.month;
  return (
    <Page title="Budgets">
      <div className="pagehead">
        <h1>Budgets</h1>
        <span className="push" />
        <Link to="/bots/prices" className="btn">
          Prices
        </Link>
        {mayChange ? <NewBudget /> : null}
      </div>
      <div className="stack budgets">
        <section className="panel" aria-label="Budgets">
          {budgets === undefined ? (
            <Unread query={query} loading="Loading budgets" failed="Budgets could not be read" />
          ) : budgets.length === 0 ? (
            <Empty title="No budget yet">
              <p>
                A budget limits what executions of bots cost or take in a day, a week or a month: all, or
                those of a project, a bot, an account or a person. Once it is spent nothing begins until that
                is over, and what runs is ended.
              </p>
            </Empty>
          ) : (
            <ul className="list" aria-label="Budgets">
              {budgets.map((budget) => (
                <BudgetRow key={budget.id} budget={budget} mayChange={mayChange} />
              ))}
            </ul>
          )}
        </section>
        {month === undefined ? null : <Month month={month} />}
        <Taken />
      </div>
    </Page>
  );
};

const NewBudget = () => (
  <WriteBudget
    budgetId={null}
    given={nothing}
    trigger={
      <button type="button" className="btn">
        <Icon name="plus" small />
        New budget
      </button>
    }
  />
);
