import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

interface LetInProps {
  waiting: number;
  onLetIn: () => void;
  children: ReactNode;
}

/** What is new waits behind this line, so that nothing moves under the pointer. */
export const LetIn = ({ waiting, onLetIn, children }: LetInProps) => (
  <div role="status" className="let-in">
    {waiting === 0 ? null : (
      <p className="notice notice--done">
        <Icon name="right" small />
        <span>{children}</span>
        <button type="button" className="btn btn--quiet push" onClick={onLetIn}>
          Let them in <kbd className="pointer-only">.</kbd>
        </button>
      </p>
    )}
  </div>
);
