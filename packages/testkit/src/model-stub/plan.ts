/** A tool the model calls. */
export interface ToolCall {
  name: string;
  input: Record<string, unknown>;
}

/** A request that fails: `times` times in a row, then the step goes through. */
export interface Fault {
  status: number;
  times: number;
  message: string | undefined;
  type: string | undefined;
  headers: Record<string, string>;
}

export interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** One answer of the model, and how it is delivered. */
export interface Step {
  think: string | undefined;
  text: string | undefined;
  calls: ToolCall[];
  faults: Fault[];
  usage: Partial<Usage>;
  /** Waits before it answers. */
  delayMs: number;
  /** Waits after each token. */
  tokenMs: number;
  /** Drops the connection after so many tokens. */
  cutAfter: number | undefined;
  /** Never answers. */
  hang: boolean;
}

export const emptyStep = (): Step => ({
  think: undefined,
  text: undefined,
  calls: [],
  faults: [],
  usage: {},
  delayMs: 0,
  tokenMs: 0,
  cutAfter: undefined,
  hang: false,
});

/** A step that only says something. */
export const saying = (text: string): Step => ({ ...emptyStep(), text });
