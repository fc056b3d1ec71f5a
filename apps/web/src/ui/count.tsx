interface CountProps {
  children: number;
  stop?: boolean;
  label?: string;
}

/** How many there are, beside what is counted. */
export const Count = ({ children, stop = false, label }: CountProps) => (
  <span className={`count ${stop ? "count--stop" : ""}`}>
    <span aria-hidden={label !== undefined}>{children}</span>
    {label === undefined ? null : <span className="hidden-visually">{label}</span>}
  </span>
);
