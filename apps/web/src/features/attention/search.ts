export const views = ["queue", "project", "board"] as const;
export type View = (typeof views)[number];

/** The part of the address that says how Now looks. */
export interface NowSearch {
  view?: View;
  /** The question that is selected. */
  question?: string;
}

export const readNowSearch = (search: Record<string, unknown>): NowSearch => {
  const view = views.find((known) => known === search.view);
  return {
    ...(view === undefined || view === "queue" ? {} : { view }),
    ...(typeof search.question === "string" ? { question: search.question } : {}),
  };
};
