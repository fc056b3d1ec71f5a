import type { Budget, BudgetForecast } from "@signalbox/contract/budgets";

type Limited = NonNullable<BudgetForecast["limitMet"]>["of"];

export const limitWords: Readonly<Record<Limited, string>> = {
  ...{ costMicros: "cost", tokens: "tokens", executions: "executions", minutes: "minutes" },
};

/** When the limit is met, of a budget that has room; `moment` says a time. */
export function forecastWords(
  { forecast, state }: Pick<Budget, "forecast" | "state">,
  moment: (at: string) => string,
): string {
  if (forecast === null) return "Not enough is known yet to tell what it comes to";
  if (state === "spent") return "It is spent";
  if (forecast.limitMet === null) return "At the rate of the last days no limit is met before it begins anew";
  return `At the rate of the last days its limit of ${limitWords[forecast.limitMet.of]} is met ${moment(forecast.limitMet.at)}`;
}
