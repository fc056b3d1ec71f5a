import type { ExecutionDetail } from "@signalbox/contract/executions";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, took } from "../../../lib/format.ts";
import { Lamp } from "../../../ui/lamp.tsx";
import { type CourseStop, courseOf } from "../course-of.ts";
import "./course.css";

/** What it went through, on a track: the longer a part took, the longer it is. */
export const Course = ({ execution }: { execution: ExecutionDetail }) => (
  <ol className="course" aria-label="How it went">
    {courseOf(execution, useNow()).map((stop) => (
      <Stop key={stop.word} stop={stop} />
    ))}
  </ol>
);

const Stop = ({ stop: { word, at, aspect, way } }: { stop: CourseStop }) => (
  // A minute is not drawn sixty times as long as a second: both shall be seen.
  <li
    className="course__stop"
    style={way === null ? undefined : { flexGrow: Math.max(1, Math.sqrt(way.ms)) }}
  >
    <span className="course__track" data-now={way?.isNow || undefined} data-last={way === null || undefined}>
      <Lamp aspect={aspect} />
    </span>
    <span className={at === null ? "ink3" : "strong"}>{word}</span>
    <span className="ink3 num">{at === null ? "not yet" : clockWithSeconds(at)}</span>
    {way === null || at === null ? null : (
      <span className="ink2 num">
        {way.word} {took(way.ms)}
      </span>
    )}
  </li>
);
