import { Link } from "@tanstack/react-router";

interface CompareBarProps {
  /** Those that were chosen, the older one first. */
  chosen: readonly string[];
  onLeave: () => void;
}

/** Stands over a list while some of it are chosen for being compared. */
export const CompareBar = ({ chosen: [a, b], onLeave }: CompareBarProps) =>
  a === undefined ? null : (
    <div className="compare-bar" role="status">
      <span className="grow">
        {b === undefined ? "One is chosen: choose another one." : "Two are chosen."}
      </span>
      {b === undefined ? null : (
        <Link to="/executions/compare" search={{ a, b }} className="btn btn--main">
          Compare them
        </Link>
      )}
      <button type="button" className="btn" onClick={onLeave}>
        Choose none
      </button>
    </div>
  );
