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
