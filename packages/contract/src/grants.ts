import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** Minutes for which a terminal may answer at most. */
export const longestGrantMinutes = 60;

/** `ended` is over before its time; `expired` was never given. */
export const grantStates = ["asked", "given", "refused", "withdrawn", "ended", "expired"] as const;

/** A terminal's leave to answer for a person: asked for by the CLI, given in a browser, short. */
export const AnswerGrant = z
  .object({
    id: Id,
    /** Who asks, in its own words. */
    name: z.string(),
    /** Shown in both places, so that the person sees that they are asked by their own terminal. */
    code: z.string(),
    state: z.enum(grantStates),
    askedAt: Instant,
    /** Until when it can be given; once given, until when it answers. */
    expiresAt: Instant,
    /** Who gave or refused it. */
    by: z.string().nullable(),
  })
  .meta({ id: "AnswerGrant" });
export type AnswerGrant = z.infer<typeof AnswerGrant>;

const params = z.object({ grantId: Id });

export const askGrant = defineRoute({
  method: "POST",
  path: "/api/answer-grants",
  permission: "operate",
  summary: "Ask for leave to answer; `secret` is the key that it becomes once a person gives it in a browser",
  body: z.strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .regex(/^\P{C}*$/u, "must be printable text"),
  }),
  replies: { 201: z.object({ grant: AnswerGrant, secret: z.string(), url: z.string() }) },
  errors: ["auth.watched_agent", "auth.grant_needs_person", "auth.grants_waiting"],
});

export const getGrant = defineRoute({
  method: "GET",
  path: "/api/answer-grants/:grantId",
  permission: "read",
  summary: "What became of a grant that was asked for",
  params,
  replies: { 200: AnswerGrant },
  errors: ["auth.grant_not_found"],
});

export const listGrants = defineRoute({
  method: "GET",
  path: "/api/answer-grants",
  permission: "answer",
  summary: "Terminals that ask or may answer, or could, the latest first",
  query: PageQuery,
  replies: { 200: pageOf(AnswerGrant) },
  errors: ["request.cursor_invalid"],
});

export const giveGrant = defineRoute({
  method: "POST",
  path: "/api/answer-grants/:grantId/give",
  permission: "answer",
  summary: "Let a terminal answer for whoever is signed in, for some minutes",
  params,
  body: z.strictObject({ minutes: z.number().int().min(1).max(longestGrantMinutes) }),
  replies: { 200: AnswerGrant },
  errors: [
    "auth.grant_not_found",
    "auth.grant_settled",
    "auth.needs_sign_in",
    "auth.user_not_found",
    "auth.watched_agent",
  ],
});

export const refuseGrant = defineRoute({
  method: "POST",
  path: "/api/answer-grants/:grantId/refuse",
  permission: "answer",
  summary: "Refuse a terminal that asks, or end what it was given",
  params,
  replies: { 200: AnswerGrant },
  errors: ["auth.grant_not_found", "auth.grant_settled"],
});

export const withdrawGrant = defineRoute({
  method: "POST",
  path: "/api/answer-grants/:grantId/withdraw",
  permission: "operate",
  summary: "Ask no more for leave to answer; whoever asked has the secret",
  params,
  body: z.strictObject({ secret: z.string().min(1).max(200) }),
  replies: { 200: AnswerGrant },
  errors: ["auth.grant_not_found", "auth.grant_settled"],
});

const grantEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    type,
    version: 1,
    producer: "auth",
    consumers: ["web app"],
    summary,
    data: z.object({ grantId: Id }),
  });

export const grantAsked = grantEvent("answer_grant.asked", "A terminal asks for leave to answer");
export const grantSettled = grantEvent(
  "answer_grant.settled",
  "A terminal's leave to answer was given, refused or ended",
);
