import type { ServerResponse } from "node:http";
import type { Turn } from "./conversation.ts";
import type { Fault, Step } from "./plan.ts";

/** What a CLI asks of the model, whichever API it speaks. */
export interface Asked {
  model: string;
  stream: boolean;
  turns: readonly Turn[];
  /** The tools that it offers. */
  tools: readonly string[];
  /** What the model is told to be. */
  system: string;
}

/** One way to speak to a model. */
export interface ModelApi {
  /** Whether a path is where this API answers. */
  serves(path: string): boolean;
  read(body: unknown, path: string): Asked;
  /** Answers with one step of the model, streamed where the request asks for it. */
  sendStep(response: ServerResponse, asked: Asked, step: Step): Promise<void>;
  sendFault(response: ServerResponse, fault: Fault): void;
}
