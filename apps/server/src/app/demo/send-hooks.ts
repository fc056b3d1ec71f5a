import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type SendHook = (body: string) => Promise<void>;

/** Sends hooks as the hook script does: over HTTP, with the header that stands in its key file. */
export async function hookSender(home: string, url: string): Promise<SendHook> {
  const header = await readFile(join(home, "hook", "key"), "utf8");
  const authorization = header.trim().replace(/^authorization: */i, "");
  return async (body) => {
    const reply = await fetch(`${url}/hooks/claude`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body,
    });
    await reply.body?.cancel();
    if (reply.status !== 202) throw new Error(`a recorded hook was answered with ${reply.status}`);
  };
}
