import { type JsonObject, objectAt, objectIn, textAt } from "../../kernel/json.ts";

/** Its server, as far as one session needs it. */
export class OpencodeServer {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, password: string) {
    this.#url = url;
    const login = Buffer.from(`opencode:${password}`).toString("base64");
    this.#headers = { authorization: `Basic ${login}`, "content-type": "application/json" };
  }

  /** @throws Error with what it says where it refuses */
  async post(path: string, body: JsonObject = {}): Promise<JsonObject> {
    const reply = await fetch(this.#url + path, {
      ...{ method: "POST", headers: this.#headers, body: JSON.stringify(body) },
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`OpenCode answered ${path} with ${reply.status}: ${text.slice(0, 500)}`);
    return objectIn(text) ?? {};
  }

  /** Resolves once it listens; what happens from then on is told. @throws Error where it refuses */
  async follow(heard: (type: string, properties: JsonObject) => void): Promise<{ over: Promise<void> }> {
    const { ok, status, body } = await fetch(`${this.#url}/event`, { headers: this.#headers });
    if (!ok || body === null) throw new Error(`OpenCode tells no events: ${status}`);
    const over = tellEvents(body, heard);
    // Also while nobody waits for it yet: unheard, it would end this process without a word.
    over.catch(() => {});
    return { over };
  }
}

/** Each event is a line `data: …`, with an empty one behind it. */
async function tellEvents(
  body: ReadableStream<Uint8Array>,
  heard: (type: string, properties: JsonObject) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let waiting = "";
  for await (const bytes of body) {
    const lines = (waiting + decoder.decode(bytes, { stream: true })).split("\n");
    waiting = lines.pop() ?? "";
    for (const line of lines) {
      const event = line.startsWith("data:") ? objectIn(line.slice(5)) : null;
      if (event !== null) heard(textAt(event, "type") ?? "", objectAt(event, "properties"));
    }
  }
}
