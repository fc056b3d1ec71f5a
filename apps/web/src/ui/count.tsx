interface CountProps {
  children: number;
  stop?: boolean;
  label?: string;
  /** More, where it is pointed at. */
  hint?: string;
}

/** How many there are, beside what is counted. */
export const Count = ({ children, stop = false, label, hint }: CountProps) => (
  <span className={`count ${stop ? "count--stop" : ""}`} title={hint}>
    <span aria-hidden={label !== undefined}>{children}</span>
    {label === undefined ? null : <span className="hidden-visually">{label}</span>}
  </span>
);
