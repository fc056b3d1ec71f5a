export { type Answers, createAnswers } from "./answers.module.ts";
export { answersTables } from "./answers.tables.ts";
export type { AskingHook } from "./hold-hook.ts";
export type { AgentPane, AgentPanes, AnsweredAgents, AnswerSeen } from "./ports.ts";
