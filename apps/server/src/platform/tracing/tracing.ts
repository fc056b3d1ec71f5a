import { AppError } from "../../kernel/errors.ts";

/** What a span tells of itself: kinds, codes and counts, never what people or agents wrote. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** How it stands to others: it answers them, hands something to them, or works on what they handed over. */
  kind?: "server" | "producer" | "consumer";
  /** The span that it goes on from, maybe of another node; without it the one that is under way here. */
  from?: string | undefined;
  /** Other spans that it is for too. */
  alsoFor?: readonly string[];
  attributes?: Attributes;
}

/** A step of a trace while it is taken. */
export interface Span {
  /** How another span, on whatever node, goes on from it: W3C's `traceparent`. Undefined where nobody records. */
  readonly traceparent: string | undefined;
  set(attributes: Attributes): void;
  /** It is over; with what went wrong, where something did. */
  end(error?: unknown): void;
}

/** Follows work from its cause to its last effect, over queues, logs and nodes. */
export interface Tracing {
  /** A step that may be the first of a trace. */
  begin(name: string, options?: SpanOptions): Span;
  /** A step of a trace that there is; of none, nothing is recorded. */
  follow(name: string, options?: SpanOptions): Span;
  /** Runs work as part of a span: steps that name no other go on from it. */
  within<T>(span: Span, work: () => T): T;
  /** The span that is under way here, as `Span.traceparent` tells it. */
  current(): string | undefined;
}

const noSpan: Span = { traceparent: undefined, set() {}, end() {} };

/** Records nothing. */
export const noTracing: Tracing = {
  begin: () => noSpan,
  follow: () => noSpan,
  within: (_span, work) => work(),
  current: () => undefined,
};

/** Runs work as a span, to its end. */
export async function traced<T>(tracing: Tracing, span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const result = await tracing.within(span, work);
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** What may be told of an error: its code, or what it is; never its words, which may quote anybody. */
export const errorKindOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : "unknown";
};
