import { hostname, userInfo } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { type Client, createClient } from "@signalbox/client/client";
import { askGrant, getGrant, refuseGrant, withdrawGrant } from "@signalbox/contract/grants";
import { CliError, exitCodes } from "../errors.ts";
import type { Context } from "./connect.ts";

const everyMs = 500;

/**
 * Does the work with leave to answer, once somebody has given it in a browser. It is in this process's memory alone,
 * and given back at the end.
 */
export async function withGrant<T>(
  { io }: Context,
  client: Client,
  work: (answering: Client) => Promise<T>,
): Promise<T> {
  const name = `${userName()}@${hostname()}, process ${process.pid}`;
  const { grant, secret, url } = await client.call(askGrant, { body: { name } });
  io.err(`Let this terminal answer for you: open ${url}\nThe page must show the code ${grant.code}`);
  const params = { grantId: grant.id };
  await given(client, params, io.stopSignal()).catch(async (error: unknown) => {
    // Nobody shall let a process answer that does not wait for it any more.
    await client.call(withdrawGrant, { params, body: { secret } }).catch(() => {});
    throw error;
  });
  const answering = createClient({ baseUrl: client.baseUrl, credentials: () => ({ apiKey: secret }) });
  try {
    return await work(answering);
  } finally {
    // Where it ran out meanwhile, nothing is left to give back.
    await answering.call(refuseGrant, { params }).catch(() => {});
  }
}

/** In a container a user may have no name. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
};

async function given(client: Client, params: { grantId: string }, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const { state } = await client.call(getGrant, { params });
    if (state === "given") return;
    if (state !== "asked") {
      const what = state === "expired" ? "Nobody let it" : "It was refused";
      throw new CliError(`${what}: nothing was answered`, exitCodes.notAllowed);
    }
    await pause(everyMs, undefined, { signal: stopped }).catch(() => {});
  }
  throw new CliError("Stopped: nothing was answered");
}
