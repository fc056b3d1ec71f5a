import { messageOf } from "../../../kernel/errors.ts";
import { redacted, redactText } from "../../../kernel/redact.ts";
import type { OutboundFetch } from "../../../platform/outbound/outbound-fetch.ts";
import type { Answer, Poll, Seen } from "./decide-poll.ts";

/** `same`: the address says itself that it has nothing new. */
export type Asked = { fault: string } | { same: true } | { answer: Answer };

interface Means {
  fetch: OutboundFetch;
  signal: AbortSignal;
  /** What it is shown; null shows nothing. */
  authorization: string | null;
}

/** Asks an address for what it has, and where it was asked before, for what is new. */
export async function ask(
  { url }: Poll,
  seen: Seen | null,
  { fetch, signal, authorization }: Means,
): Promise<Asked> {
  let reply: Response;
  try {
    reply = await fetch(url, { headers: headersFor(seen, authorization), signal });
  } catch (error) {
    return { fault: without(messageOf(error), authorization) };
  }
  const { status, headers } = reply;
  if (status === 304 && seen !== null) return { same: true };
  // What an address says of its own trouble is not what it was asked for.
  if (!reply.ok) return { fault: `It answers ${status}` };
  const packed = headers.get("content-encoding") ?? "identity";
  if (packed !== "identity") return { fault: `It answers packed, by ${packed}, though it was asked not to` };
  const text = redactText(without(await reply.text(), authorization));
  return {
    answer: { status, text, etag: known(headers, "etag"), modified: known(headers, "last-modified") },
  };
}

/** An address may say what it was shown: with its scheme before it, or without. */
function without(text: string, authorization: string | null): string {
  if (authorization === null) return text;
  const secrets = [authorization, authorization.split(" ").at(-1) ?? ""].filter(({ length }) => length >= 8);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, redacted), text);
}

const headersFor = (seen: Seen | null, authorization: string | null): Record<string, string> => ({
  ...(authorization === null ? {} : { authorization }),
  ...{ accept: "application/json, */*;q=0.5", "accept-encoding": "identity", "user-agent": "signalbox" },
  ...(seen === null || seen.etag === null ? {} : { "if-none-match": seen.etag }),
  ...(seen === null || seen.modified === null ? {} : { "if-modified-since": seen.modified }),
});

/** What is sent back is what could be sent: short, and of plain characters. */
const known = (headers: Headers, name: string): string | null => {
  const value = headers.get(name);
  return value !== null && /^[\x20-\x7e]{1,500}$/.test(value) ? value : null;
};
