import { z } from "zod";

/** What a key or a sign-in may do. `answer` is never in a key that lies on disk. */
export const scopes = ["signals:write", "read", "operate", "answer", "admin"] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** A UTC instant, ISO 8601 with milliseconds. */
export const Instant = z.iso
  .datetime({ offset: true })
  // There is no year 0: the one before the first is called 1 BC.
  .refine((text) => !text.startsWith("0000"), "must be in the year 1 or later")
  .meta({ id: "Instant" });

/** An id made by Signalbox: a UUIDv7. */
export const Id = z.uuid();

/** The CLIs that are watched, whoever started them: by their hooks, transcripts and terminals. */
export const watchedBackends = ["claude", "codex", "gemini", "opencode"] as const;
export const WatchedBackend = z.enum(watchedBackends).meta({ id: "WatchedBackend" });
export type WatchedBackend = z.infer<typeof WatchedBackend>;

/** With those that are known only where Signalbox runs them itself. */
export const backends = [...watchedBackends, "goose"] as const;
export const Backend = z.enum(backends).meta({ id: "Backend" });
export type Backend = z.infer<typeof Backend>;

/** In an address, digits alone are a whole number: `1e2`, `0x10` and an empty text are slips. */
const digitsAlone = (given: unknown): unknown =>
  typeof given === "string" && !/^\d+$/.test(given) ? Number.NaN : given;

/** `limit` and `cursor` of every list. A cursor is opaque; a forged one is refused. */
export const PageQuery = z.object({
  limit: z.preprocess(digitsAlone, z.coerce.number().int().min(1).max(200).default(50)),
  cursor: z.string().max(500).optional(),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** One page of a list, as every list route answers it. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** An error as RFC 9457 problem details, with a stable code and the request's correlation id. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    correlationId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** What a database and a program can be given. */
export const isText = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");
