/** How a part is: `warning` where it works and somebody should look, `failing` where something does not work. */
export type HealthStatus = "ok" | "warning" | "failing";

export interface Condition {
  status: HealthStatus;
  /** Why, in plain words. */
  reason: string;
  /** What to do about it, where something is to be done. */
  cure?: string;
  /** What else is worth knowing, in the order of its weight. */
  facts?: Readonly<Record<string, string>>;
}

/** A part of the server that can tell how it is. */
export interface HealthPart {
  /** For programs: `event_log`. */
  name: string;
  /** For people: `Event log`. */
  title: string;
  check(): Promise<Condition> | Condition;
}
