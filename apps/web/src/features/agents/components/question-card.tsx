import type { Question } from "@signalbox/contract/agents";
import { isUnseenDialog } from "@signalbox/contract/unseen-dialog";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "../../../lib/clock.ts";
import { clock, roughly } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { answersQuery, reachQuery } from "../answer-queries.ts";
import { aboutAnswer, answerWord } from "../answer-words.ts";
import { kindWord, questionStateWords } from "../aspect.ts";
import type { Refused } from "../refused.ts";
import { AnswerForm, isAnsweredInPlace } from "./answer-form.tsx";
import { QuestionBody } from "./question-body.tsx";

/** A question where it was asked: what it asks, and what became of it. */
export const QuestionCard = ({ question, refused }: { question: Question; refused: Refused }) => {
  const now = useNow();
  const open = question.state === "open" || question.state === "answering";
  return (
    <div className={`qcard ${open ? "qcard--open" : ""}`}>
      <p className="who">
        <span className={open ? "stop strong" : "strong"}>{kindWord(question)}</span>
        {question.tool === null ? null : <span className="mono">{question.tool}</span>}
        <span className="dot">·</span>
        <span className="num">
          {open ? `waiting ${roughly(now - Date.parse(question.at))}` : `asked ${clock(question.at)}`}
        </span>
        {open ? null : <ClosedBadge question={question} refused={refused} />}
      </p>
      <p className="ask__q">{question.text}</p>
      {open ? <Open question={question} /> : <QuestionBody question={question} />}
      {open || question.answerId === null ? null : (
        <GivenAnswer question={question} answerId={question.answerId} />
      )}
    </div>
  );
};

/** What waits, and the way to answer it: here, or in its terminal. */
const Open = ({ question }: { question: Question }) => {
  const reach = useQuery(reachQuery(question.agentId)).data?.question;
  const way = reach?.id === question.id ? reach.way : null;
  const shown = reach?.id === question.id ? reach.shown : null;
  return (
    <>
      {way !== null && isAnsweredInPlace(question) ? null : <QuestionBody question={question} />}
      {isUnseenDialog(question) && shown !== null ? (
        <p className="prose prose--plain break">Its terminal shows: {shown}</p>
      ) : null}
      {way === null ? (
        <p className="ask__hint">
          <Icon name="terminal" small />
          Answer it in its terminal
        </p>
      ) : (
        <AnswerForm question={question} way={way} />
      )}
    </>
  );
};

/** What was answered here, by whom and by which way. */
const GivenAnswer = ({ question, answerId }: { question: Question; answerId: string }) => {
  const answer = useQuery(answersQuery(question.agentId)).data?.find(({ id }) => id === answerId);
  if (answer === undefined) return null;
  return (
    <p className="answer__given">
      <span className="prose--plain break strong">{answerWord(question.kind, answer.content)}</span>
      <span className="ink3">{aboutAnswer(answer)}</span>
    </p>
  );
};

const refusedWords: Record<Refused, string | null> = {
  no: null,
  maybe: "Refused, or interrupted while it ran",
  yes: "Refused in the terminal",
};

const ClosedBadge = ({ question, refused }: { question: Question; refused: Refused }) => (
  <span className="push badge badge--flat">
    {refusedWords[refused] ?? questionStateWords[question.state]}
    {question.closedAt === null ? null : <span className="num">{clock(question.closedAt)}</span>}
  </span>
);
