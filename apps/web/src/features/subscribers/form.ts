import type { BodyOf } from "@signalbox/contract/route";
import type { createSubscriber, Subscriber } from "@signalbox/contract/subscribers";

export interface SubscriberWords {
  name: string;
  url: string;
  types: string[];
  /** `all`, or `project` or `bot` with its id. */
  of: string;
}

export const emptyWords: SubscriberWords = { name: "", url: "", types: [], of: "all" };

export const wordsOf = ({ name, url, types, projectId, botId }: Subscriber): SubscriberWords => ({
  ...{ name, url, types },
  of: projectId !== null ? `project ${projectId}` : botId !== null ? `bot ${botId}` : "all",
});

export const contentOf = (
  { of, ...words }: SubscriberWords,
  enabled: boolean,
): BodyOf<typeof createSubscriber> => {
  const [kind, id = null] = of.split(" ");
  return {
    ...{ ...words, enabled },
    projectId: kind === "project" ? id : null,
    botId: kind === "bot" ? id : null,
  };
};
