import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { limitWords } from "../limit.ts";

/** Counts down to the reset of a limit. It changes by the minute or second, so nothing may announce it. */
export const LimitNote = ({ resetsAt }: { resetsAt: string | null }) => {
  const now = useNow();
  const words = limitWords(resetsAt, now);
  if (resetsAt === null) return words;
  return (
    <time className="num" dateTime={resetsAt} title={moment(resetsAt, now)}>
      {words}
    </time>
  );
};

interface LimitWordsProps {
  /** Left out where it no longer matters. */
  resetsAt?: string | null | undefined;
  then?: string;
}

/** The reason and its countdown in one line: "Rate limit, resets in 12 min". */
export const LimitWords = ({ resetsAt, then = "" }: LimitWordsProps) => (
  <span className="cut wait">
    Rate limit
    {resetsAt === undefined ? null : (
      <>
        , <LimitNote resetsAt={resetsAt} />
      </>
    )}
    {then}
  </span>
);
