import { useQuery } from "@tanstack/react-query";
import { questionsQuery } from "../history-queries.ts";
import { QuestionCard } from "./question-card.tsx";

/** What an agent asks now, with the way to answer it; nothing where it asks nothing. */
export const OpenQuestion = ({ agentId }: { agentId: string }) => {
  const question = useQuery(questionsQuery(agentId)).data?.items.findLast(
    ({ state }) => state === "open" || state === "answering",
  );
  return question === undefined ? null : (
    <section className="panel" aria-label="What it asks">
      <div className="panel__body">
        <QuestionCard question={question} refused="no" />
      </div>
    </section>
  );
};
