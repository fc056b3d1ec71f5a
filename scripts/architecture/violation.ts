/** A place where a rule is broken. */
export interface Violation {
  rule: string;
  file: string;
  /** What is wrong there, for whoever mends it. */
  message: string;
}

/** One line a violation, as the gate prints it. */
export const describeViolation = ({ rule, file, message }: Violation): string =>
  `${file}: ${message} (${rule})`;
