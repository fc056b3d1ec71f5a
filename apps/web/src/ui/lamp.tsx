import type { ReactNode } from "react";

/** What a lamp can show. Shapes differ, so that they read without colour. */
export type Aspect =
  | "idle"
  | "commanded"
  | "processing"
  | "awaiting_input"
  | "complete"
  | "silent"
  | "failed"
  | "limited"
  | "elsewhere"
  | "ended";

const mark = {
  fill: "none",
  stroke: "var(--lamp-mark)",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const shapes: Record<Aspect, ReactNode> = {
  idle: (
    <>
      <circle
        cx="6"
        cy="6"
        r="4.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeDasharray="1.6 2.17"
      />
      <circle cx="6" cy="6" r="1.6" fill="currentColor" />
    </>
  ),
  commanded: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  processing: (
    <>
      <circle
        className="halo"
        cx="6"
        cy="6"
        r="5.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        opacity=".45"
      />
      <circle cx="6" cy="6" r="3.4" fill="currentColor" />
    </>
  ),
  awaiting_input: (
    <>
      <circle cx="6" cy="6" r="5.6" fill="currentColor" />
      <rect x="2.6" y="4.9" width="6.8" height="2.2" rx=".6" fill="var(--lamp-mark)" />
    </>
  ),
  complete: (
    <>
      <circle cx="6" cy="6" r="5.6" fill="currentColor" />
      <path d="m3.5 6.2 1.7 1.7 3.3-3.5" strokeWidth="1.5" {...mark} />
    </>
  ),
  silent: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M3.5 6h.01M6 6h.01M8.5 6h.01" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  failed: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="m4.2 4.2 3.6 3.6M7.8 4.2 4.2 7.8"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
  limited: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="M6 3.2v3l1.9 1.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  elsewhere: (
    <>
      <circle cx="6" cy="6" r="5.6" fill="currentColor" />
      <path d="M6 3v3.2l2 1.3" strokeWidth="1.4" {...mark} />
    </>
  ),
  ended: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
};

/** A signal lamp. It is decoration: put the word beside it, or hide it visually with `word`. */
export const Lamp = ({ aspect, word, large = false }: { aspect: Aspect; word?: string; large?: boolean }) => (
  <>
    <svg
      className={`lamp lamp--${aspect} ${large ? "lamp--large" : ""}`}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {shapes[aspect]}
    </svg>
    {word === undefined ? null : <span className="hidden-visually">{word}. </span>}
  </>
);

interface StateWordProps {
  aspect: Aspect;
  word: string;
  /** More about it, where there is room. */
  how?: string;
}

/** Lamp and word. */
export const StateWord = ({ aspect, word, how }: StateWordProps) => (
  <span className={`state state--${aspect}`}>
    <Lamp aspect={aspect} />
    <span>
      {word}
      {how === undefined ? null : <span className="wide-only">: {how}</span>}
    </span>
  </span>
);
