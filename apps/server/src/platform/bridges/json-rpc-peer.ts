import { isObject, type JsonObject, numberAt, objectAt, objectIn, textAt } from "../../kernel/json.ts";
import { hearLines } from "../supervisor/hear-lines.ts";
import type { AgentProcess } from "./agent-process.ts";

/** The agent refused a request. */
export class RpcFault extends Error {
  readonly code: number;
  /** What else it told of it. */
  readonly about: string;

  constructor(fault: JsonObject) {
    super(textAt(fault, "message") ?? "It failed");
    this.code = numberAt(fault, "code") ?? 0;
    this.about = fault.data === undefined ? "" : JSON.stringify(fault.data);
  }
}

interface Heard {
  notified(method: string, params: JsonObject): void;
  /** What a request is answered with; undefined where there is no such thing here. */
  asked(method: string, params: JsonObject): JsonObject | undefined;
}

const noSuchMethod = -32_601;

/** Requests and answers of JSON-RPC, a line each, over the input and output of an agent. */
export class JsonRpcPeer {
  readonly #child: AgentProcess["child"];
  readonly #heard: Heard;
  readonly #waiting = new Map<number, { done(result: JsonObject): void; failed(fault: RpcFault): void }>();
  #last = 0;

  constructor({ child }: Pick<AgentProcess, "child">, heard: Heard) {
    [this.#child, this.#heard] = [child, heard];
    hearLines(child.stdout, (line) => this.#hear(line));
  }

  call(method: string, params: JsonObject): Promise<JsonObject> {
    const id = ++this.#last;
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.#send({ id, method, params });
    });
  }

  #send(message: JsonObject): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  #hear(line: string): void {
    const message = messageIn(line);
    // Something that it starts speaks on its output.
    if (message === null) process.stderr.write(`${line}\n`);
    else if (textAt(message, "method") === null) this.#answered(message);
    else this.#told(message);
  }

  #told(message: JsonObject): void {
    const { id } = message;
    const [method, params] = [textAt(message, "method") ?? "", objectAt(message, "params")];
    if (id === undefined || id === null) {
      this.#heard.notified(method, params);
      return;
    }
    const result = this.#heard.asked(method, params);
    const none = { code: noSuchMethod, message: `There is no ${method} here` };
    this.#send(result === undefined ? { id, error: none } : { id, result });
  }

  #answered(message: JsonObject): void {
    const id = numberAt(message, "id") ?? 0;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (isObject(message.error)) waiting?.failed(new RpcFault(message.error));
    else waiting?.done(objectAt(message, "result"));
  }
}

function messageIn(line: string): JsonObject | null {
  const message = objectIn(line);
  return message?.jsonrpc === "2.0" ? message : null;
}
