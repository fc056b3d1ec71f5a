import type { EventEnvelope } from "@signalbox/contract/event";

/** A batch is cut into pieces of about this size, so that no client holds more of ours than that. */
const pieceBytes = 64 * 1024;

const remembered = <T>(make: (event: EventEnvelope) => T): ((event: EventEnvelope) => T) => {
  const made = new WeakMap<EventEnvelope, T>();
  return (event) => {
    const known = made.get(event);
    if (known !== undefined) return known;
    const fresh = make(event);
    made.set(event, fresh);
    return fresh;
  };
};

/** An event in JSON; made once, however many follow. */
export const jsonOf = remembered((event) => JSON.stringify(event));

/** An event as server-sent events spell it; made once, however many follow. */
export const frameOf = remembered((event) =>
  lastingBytes(`id: ${event.position}\nevent: ${event.type}\ndata: ${jsonOf(event)}\n\n`),
);

/** Bytes in memory of their own: small buffers share a slab, and each that lives long keeps the whole slab. */
const lastingBytes = (text: string): Buffer => {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
};

/** Cuts a batch into pieces, each at least one event. */
export const piecesOf = <T extends { length: number }>(parts: readonly T[]): T[][] => {
  const pieces: T[][] = [];
  let piece: T[] = [];
  let size = 0;
  for (const part of parts) {
    if (size > 0 && size + part.length > pieceBytes) {
      pieces.push(piece);
      piece = [];
      size = 0;
    }
    piece.push(part);
    size += part.length;
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
};
