import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent, OpenWay } from "@signalbox/contract/answers";
import { useId, useState } from "react";
import { Refusal } from "../../../ui/field.tsx";
import { type Giving, useAnswer } from "../answer-queries.ts";
import { OptionsForm } from "./options-form.tsx";
import "./answer.css";

interface AnswerFormProps {
  question: Question;
  way: OpenWay;
}

/** Whether the form that answers shows what is asked as well. */
export const isAnsweredInPlace = ({ kind }: Pick<Question, "kind">): boolean => kind === "options";

/** Answers a question in place, by what its kind may be answered with. */
export const AnswerForm = ({ question, way }: AnswerFormProps) => {
  const answer = useAnswer(question);
  const give = (content: AnswerContent) => {
    if (!answer.isPending) answer.mutate({ key: crypto.randomUUID(), content });
  };
  if (answer.isSuccess)
    return (
      <p className="answer__sent" role="status">
        {answer.data.problem === null
          ? "Answered: the agent has it."
          : `Answered; ${answer.data.problem}. Its terminal tells.`}
      </p>
    );
  const form = { give, busy: answer.isPending || question.state === "answering" };
  return (
    <div className="answer">
      {question.kind === "options" ? (
        <OptionsForm parts={question.parts} said={question.text} {...form} />
      ) : null}
      {question.kind === "permission" ? <PermissionForm way={way} tool={question.tool} {...form} /> : null}
      {question.kind === "plan" ? <PlanForm {...form} /> : null}
      {question.kind === "text" ? <WordsForm {...form} /> : null}
      <Refusal error={answer.error} />
    </div>
  );
};

/** OpenCode allows no address by itself: once it may fetch, it may fetch anything. */
const allowsAll = new Map([["webfetch", "Allow all fetching from now on"]]);

const PermissionForm = ({ way, tool, give, busy }: Giving & { way: OpenWay; tool: string | null }) => (
  <Decision
    no="Deny"
    placeholder={way.takesWords ? "Why not (told to the agent)" : null}
    give={give}
    busy={busy}
  >
    {() => (
      <>
        <button
          type="button"
          className="btn btn--main"
          disabled={busy}
          onClick={() => give({ kind: "allow" })}
        >
          Allow
        </button>
        {way.canRemember ? <FromNowOn tool={tool} remembers={way.remembers} give={give} busy={busy} /> : null}
      </>
    )}
  </Decision>
);

/** What it would allow stands beside it, where the CLI tells. */
const FromNowOn = ({
  tool,
  remembers,
  give,
  busy,
}: Giving & { tool: string | null; remembers: string | undefined }) => {
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={busy}
        aria-describedby={remembers === undefined ? undefined : id}
        onClick={() => give({ kind: "allow", remember: true })}
      >
        {allowsAll.get(tool ?? "") ?? "Allow from now on"}
      </button>
      {remembers === undefined ? null : (
        <span className="hint" id={id}>
          From now on: {remembers}
        </span>
      )}
    </>
  );
};

const PlanForm = ({ give, busy }: Giving) => (
  <Decision
    no="Keep planning"
    placeholder="A note, or what to change (told to the agent)"
    needsPress
    give={give}
    busy={busy}
  >
    {(words) => {
      const note = words === "" ? {} : { note: words };
      return (
        <>
          <button
            type="button"
            className="btn btn--main"
            disabled={busy}
            onClick={() => give({ kind: "allow", mode: "manual", ...note })}
          >
            Approve
          </button>
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => give({ kind: "allow", mode: "accept_edits", ...note })}
          >
            Approve, with its edits
          </button>
        </>
      );
    }}
  </Decision>
);

const WordsForm = ({ give, busy }: Giving) => {
  const [text, setText] = useState("");
  return (
    <form
      className="answer__row"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") give({ kind: "text", text: text.trim() });
      }}
    >
      <span className="answer__no">
        <input
          className="field"
          value={text}
          maxLength={200_000}
          aria-label="Your answer"
          placeholder="Your answer"
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="btn btn--main" disabled={busy || text.trim() === ""}>
          Answer
        </button>
      </span>
    </form>
  );
};

interface DecisionProps extends Giving {
  no: string;
  /** Null where a no takes no words. */
  placeholder: string | null;
  /** The words may be of a yes as well: Enter alone sends no "no". */
  needsPress?: boolean;
  /** What allows it, given the words that stand in the field. */
  children: (words: string) => React.ReactNode;
}

/** What allows it, and a no with words where there are some. */
const Decision = ({ no, placeholder, needsPress = false, give, busy, children }: DecisionProps) => {
  const [message, setMessage] = useState("");
  const words = message.trim();
  const deny = () => give({ kind: "deny", ...(words === "" ? {} : { message: words }) });
  return (
    <form
      className="answer__row"
      onSubmit={(event) => {
        event.preventDefault();
        if (!needsPress || words === "") deny();
      }}
    >
      {children(words)}
      <span className="answer__no">
        {placeholder === null ? null : (
          <input
            className="field"
            value={message}
            maxLength={10_000}
            aria-label={placeholder}
            placeholder={placeholder}
            onChange={({ target }) => setMessage(target.value)}
          />
        )}
        <button type="button" className="btn" disabled={busy} onClick={deny}>
          {no}
        </button>
      </span>
    </form>
  );
};
