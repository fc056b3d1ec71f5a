import { type RefObject, useEffect, useRef } from "react";
import { CopyButton } from "./copy-button.tsx";

/** A text to take elsewhere, with its name above. */
export const Copied = ({ label, text }: { label: string; text: string }) => (
  <div>
    <p className="label">{label}</p>
    <div className="copied">
      <code className="break">{text}</code>
      <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
    </div>
  </div>
);

/** A secret that nobody is told again. */
export const ShownOnce = ({ secret }: { secret: string }) => (
  <>
    <Copied label="Secret" text={secret} />
    <p className="notice notice--wait">The secret is shown only now: copy it to where it is used.</p>
  </>
);

/** The one way out of a dialog that shows a secret. */
export const KeptFoot = ({ onKept }: { onKept: () => void }) => (
  <div className="dialog__foot">
    <button type="button" className="btn btn--main" onClick={onKept}>
      I have kept it
    </button>
  </div>
);

/** For what takes the place of a form that was sent: the focus goes on to it, and it is read aloud. */
export const useFocusOnArrival = <E extends HTMLElement>(): RefObject<E | null> => {
  const arrived = useRef<E>(null);
  useEffect(() => arrived.current?.focus(), []);
  return arrived;
};
