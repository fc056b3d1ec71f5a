import type { ErrorClass } from "@signalbox/contract/executions";

/** What the words of a fault are about. */
export interface FaultPattern {
  says: RegExp;
  errorClass: ErrorClass;
}

/** The class of the first pattern that fits. */
export const classOf = (text: string, patterns: readonly FaultPattern[]): ErrorClass =>
  patterns.find(({ says }) => says.test(text))?.errorClass ?? "unknown";
