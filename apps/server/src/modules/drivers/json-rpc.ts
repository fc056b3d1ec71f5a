import type { AnyMessage } from "@agentclientprotocol/sdk";
import { z } from "zod";

const id = z.union([z.string(), z.number(), z.null()]);
const version = z.literal("2.0");
const Message = z.union([
  z.looseObject({ jsonrpc: version, id, method: z.string(), params: z.unknown().optional() }),
  z.looseObject({ jsonrpc: version, method: z.string(), params: z.unknown().optional() }),
  z.looseObject({ jsonrpc: version, id, result: z.unknown() }),
  z.looseObject({
    ...{ jsonrpc: version, id },
    error: z.looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() }),
  }),
]);

/** A line as a message of JSON-RPC; null for what is none. */
export function readMessage(line: string): AnyMessage | null {
  try {
    const read = Message.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
