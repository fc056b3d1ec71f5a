import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows what people answered. */
export const answersTables: Pick<Descriptors, "answers_given" | "answers_texts"> = {
  answers_given: {
    title: "Answers",
    summary: "What was answered to agents in Signalbox, and what became of it",
    names: "id",
    columns: {
      id: "Answer",
      question_id: "Question",
      agent_id: "Agent",
      question_version: "Version of the question",
      idempotency_key: "Idempotency key",
      content: "Content",
      way: "Way",
      state: "State",
      problem: "Problem",
      actor: "Actor",
      actor_name: "Who",
      at: "At",
      settled_at: "Settled at",
    },
    first: ["state", "way", "actor_name", "agent_id", "question_id", "at"],
    searched: ["actor_name", "problem"],
  },
  answers_texts: {
    title: "Texts",
    summary: "What people said to agents in Signalbox: queued until the agent waits for input, sent once",
    names: "id",
    columns: {
      id: "Text",
      agent_id: "Agent",
      idempotency_key: "Idempotency key",
      text: "Text",
      interrupt: "Interrupts",
      state: "State",
      place: "Place in the queue",
      problem: "Problem",
      actor: "Actor",
      actor_name: "Who",
      at: "At",
      sending_at: "Taken to be sent at",
      settled_at: "Settled at",
    },
    first: ["state", "text", "actor_name", "agent_id", "at"],
    searched: ["text", "actor_name", "problem"],
  },
};
