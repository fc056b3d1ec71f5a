import { type Aspect, Lamp } from "../../../ui/lamp.tsx";

/** Where first run stands: three stops on a track. */
export const Steps = ({ installed, met }: { installed: boolean; met: boolean }) => (
  <ol>
    <Step title="This browser" note="Signed in" done current={false} />
    <Step title="Hooks" note="So that sessions report here" done={installed} current={!installed} />
    <Step title="First session" note="Start one in any terminal" done={met} current={installed && !met} />
  </ol>
);

interface StepProps {
  title: string;
  note: string;
  done: boolean;
  current: boolean;
}

const Step = ({ title, note, done, current }: StepProps) => {
  const aspect: Aspect = done ? "complete" : current ? "commanded" : "idle";
  return (
    <li aria-current={current ? "step" : undefined}>
      <Lamp aspect={aspect} large />
      <span>
        <span className={current ? "strong" : ""}>{title}</span>
        {done ? <span className="hidden-visually"> (done)</span> : null}
        <span className="small step__note">{note}</span>
      </span>
    </li>
  );
};
