import { Icon } from "../../../ui/icon.tsx";
import type { Todo } from "../tool-call.ts";

const marks = { done: "☑", doing: "▶", open: "☐" } as const;
const spokenMarks = { done: "Done: ", doing: "Under way: ", open: "" } as const;

/** An agent's list of what there is to do. */
export const Todos = ({ items }: { items: readonly Todo[] }) => (
  <ul className="todos">
    {items.map(({ text, state }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place alone
      <li key={index} className={`todos__item todos__item--${state}`}>
        <span aria-hidden="true">{marks[state]}</span>
        <span>
          <span className="hidden-visually">{spokenMarks[state]}</span>
          {text}
        </span>
      </li>
    ))}
  </ul>
);

/** The list as it stands, above the conversation: how far it is, and whole by a press. */
export const TodoStrip = ({ items }: { items: readonly Todo[] }) => {
  const done = items.filter(({ state }) => state === "done").length;
  const doing = items.find(({ state }) => state === "doing");
  return (
    <details className="todo-strip">
      <summary>
        <Icon name="right" small className="fold__turn" />
        <span className="strong nowrap num">
          To do: {done} of {items.length} done
        </span>
        {doing === undefined ? null : <span className="cut">{doing.text}</span>}
      </summary>
      <Todos items={items} />
    </details>
  );
};
