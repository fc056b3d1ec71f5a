import type { Question, QuestionPart } from "@signalbox/contract/agents";
import { Icon } from "../../../ui/icon.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { Code, Scroller } from "../../../ui/scroller.tsx";
import { choiceWord } from "../aspect.ts";
import { ToolInput } from "./tool-input.tsx";
import "./question.css";

/** The thing asked about, in place: command or input, options, plan. The question in words stands above it. */
export const QuestionBody = ({ question }: { question: Question }) => {
  if (question.kind === "plan") {
    return question.plan === null ? (
      <p className="small ink3">The plan stands in its terminal alone: the CLI did not send it here.</p>
    ) : (
      <Scroller className="plan" label="Plan">
        <Markdown text={withoutTitle(question.plan, question.text)} />
      </Scroller>
    );
  }
  if (question.kind === "permission") {
    return question.input === null ? null : <ToolInput tool={question.tool ?? ""} input={question.input} />;
  }
  const [first, ...others] = question.parts;
  if (first === undefined) return null;
  if (others.length === 0) return <Part part={first} said={question.text} />;
  return (
    <div className="question-parts">
      <Part part={first} said={question.text} oneOfMany />
      {others.map((part) => (
        <Part key={part.text} part={part} said="" oneOfMany />
      ))}
    </div>
  );
};

/** A plan whose first heading stands above it already begins after it. */
const withoutTitle = (plan: string, title: string): string => {
  const [first = "", ...rest] = plan.trimStart().split("\n");
  return first.replace(/^#+\s*/, "").trim() === title ? rest.join("\n") : plan;
};

interface PartProps {
  part: QuestionPart;
  /** What was already said above it. */
  said: string;
  /** The kind of answer that stands above is that of all parts: each says its own. */
  oneOfMany?: boolean;
}

/** One thing asked. */
const Part = ({ part, said, oneOfMany = false }: PartProps) => (
  <div>
    {part.text === said ? null : <p className="part__q">{part.text}</p>}
    {oneOfMany ? <p className="small ink3">{choiceWord(part.several)}</p> : null}
    <ul className="opts" aria-label={choiceWord(part.several)}>
      {part.options.map((option, index) => (
        <li key={option.label} className="opt" data-chosen={isChosen(part, option.label) || undefined}>
          <span className="opt__mark" aria-hidden="true">
            {isChosen(part, option.label) ? <Icon name="check" /> : index + 1}
          </span>
          <span className="grow">
            <b>{option.label}</b>
            {isChosen(part, option.label) ? <span className="hidden-visually"> (chosen)</span> : null}
            {option.description === null ? null : <span className="opt__why">{option.description}</span>}
            {option.preview === null ? null : <Code>{option.preview}</Code>}
          </span>
        </li>
      ))}
    </ul>
    {part.answer === null || part.options.some((option) => isChosen(part, option.label)) ? null : (
      <p className="small ink2">Answered: {part.answer}</p>
    )}
  </div>
);

const isChosen = (part: QuestionPart, label: string): boolean =>
  part.answer !== null && (part.answer === label || part.answer.split(", ").includes(label));
