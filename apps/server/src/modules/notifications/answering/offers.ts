import type { Question } from "@signalbox/contract/agents";
import type { Answer } from "@signalbox/contract/answers";
import { z } from "zod";
import type { Clock } from "../../../kernel/clock.ts";
import { sameSecret } from "../../../kernel/ids.ts";
import type { Db } from "../../../platform/database/database.ts";
import { type ChannelRow, findChannel } from "../channels/channels.repository.ts";
import { readSettings } from "../channels/settings.ts";
import type { Keys } from "../keeping/key-folder.ts";
import { notificationErrors } from "../notifications.errors.ts";
import type { GiveAnswer, ToldPeople } from "../ports.ts";
import type { Button } from "../sending/message.ts";
import { isHarmless } from "./harmless.ts";
import { findOffer, saveOffer, takeOffer } from "./offers.repository.ts";

export interface OffersOptions {
  db: Db;
  clock: Clock;
  keys: Keys;
  people: Pick<ToldPeople, "signedIn">;
  answer: GiveAnswer;
}

/** What a device is told of. */
export interface Asked {
  question: Question | null;
  /** Whether a hook waits for the answer. */
  held: boolean;
  /** Whether the device shows all of what is asked. */
  whole: boolean;
}

export interface Offers {
  /** The buttons that a device is offered with a question; none where it must be seen whole, or can't be answered. */
  buttons(
    offerId: string,
    channel: Pick<ChannelRow, "id" | "kind" | "sign_in_id">,
    asked: Asked,
  ): Promise<Button[]>;
  /** @throws AppError `notifications.token_refused`, or what answering throws */
  redeem(given: {
    token: string;
    endpoint: string;
    correlationId: string;
    address: string | undefined;
  }): Promise<Answer>;
}

const lifeMs = 30 * 60_000;

const Token = z.object({ offer: z.uuid(), decision: z.enum(["allow", "deny"]) });
type Token = z.infer<typeof Token>;

export function createOffers(options: OffersOptions): Offers {
  const { db, clock, keys, people } = options;
  const mayAnswer = async (signInId: string | null) => {
    const signIn = signInId === null ? null : await people.signedIn(signInId);
    return signIn?.scopes.includes("answer") === true ? signIn : null;
  };
  return {
    async buttons(offerId, { id, kind, sign_in_id }, { question, held, whole }) {
      if (kind !== "web_push" || !held || question?.kind !== "permission" || question.terminalOnly) return [];
      if (!whole || !isHarmless(question) || (await mayAnswer(sign_in_id)) === null) return [];
      const offer = {
        id: offerId,
        channel_id: id,
        question_id: question.id,
        question_version: question.version,
      };
      const expiresAt = new Date(clock.now().getTime() + lifeMs);
      await db.transaction((tx) => saveOffer(tx, { ...offer, expires_at: expiresAt }));
      return Promise.all(
        (["allow", "deny"] as const).map(async (decision) => ({
          decision,
          token: await writeToken(keys, { offer: offerId, decision }),
        })),
      );
    },
    async redeem({ token, endpoint, correlationId, address }) {
      const { offer: offerId, decision } = await readToken(keys, token);
      const offer = await findOffer(db.read, offerId);
      const channel = offer && (await findChannel(db.read, offer.channel_id));
      if (channel?.enabled !== true || !(await isDevice(keys, channel, endpoint)))
        throw notificationErrors.tokenRefused();
      const signIn = await mayAnswer(channel.sign_in_id);
      if (signIn === null) throw notificationErrors.tokenRefused();
      const taken = await db.transaction((tx) => takeOffer(tx, offerId, clock.now()));
      if (taken === undefined) throw notificationErrors.tokenRefused();
      return options.answer({
        questionId: taken.question_id,
        version: taken.question_version,
        key: `notification:${offerId}`,
        content: { kind: decision },
        by: { actor: `sign_in:${signIn.id}`, name: signIn.name, correlationId, address },
      });
    },
  };
}

/** Whether who asks knows the address that only the push service and the device know. */
async function isDevice(keys: Keys, channel: ChannelRow, endpoint: string): Promise<boolean> {
  const settings = readSettings(await keys.open(channel.id, channel.sealed_settings));
  return settings.kind === "web_push" && sameSecret(settings.subscription.endpoint, endpoint);
}

async function writeToken(keys: Keys, token: Token): Promise<string> {
  const text = Buffer.from(JSON.stringify(token)).toString("base64url");
  return `${text}.${await keys.sign(text)}`;
}

async function readToken(keys: Keys, token: string): Promise<Token> {
  const [text = "", signature = "", ...more] = token.split(".");
  if (more.length > 0 || !(await keys.isSigned(text, signature))) throw notificationErrors.tokenRefused();
  return Token.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
}
