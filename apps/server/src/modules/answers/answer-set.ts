import type { SetAnswer } from "@signalbox/contract/answers";
import { AppError } from "../../kernel/errors.ts";
import type { AnswersService } from "./answers.service.ts";
import type { GivenAnswer } from "./store-answer.ts";

/** One answer for several questions, each in the version that was seen. */
export interface GivenSet extends Pick<GivenAnswer, "content" | "key" | "by"> {
  questions: readonly { id: string; version: number }[];
}

/** Gives the same answer to each question of a set; one that can't be answered keeps no other from it. */
export const answerSet = (
  service: Pick<AnswersService, "answer">,
  { questions, ...given }: GivenSet,
): Promise<SetAnswer[]> =>
  Promise.all(
    questions.map(async ({ id: questionId, version }) => {
      try {
        return { questionId, answer: await service.answer({ ...given, questionId, version }), problem: null };
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === "internal") throw error;
        return { questionId, answer: null, problem: { code: error.code, detail: error.message } };
      }
    }),
  );
