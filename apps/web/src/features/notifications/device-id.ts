import { basePath } from "../../lib/base.ts";
import { createStored } from "../../lib/stored.ts";

const stored = createStored("signalbox.device", basePath);

/** This browser's own name, made when it is first needed. */
export const deviceId = (): string => {
  const known = stored.read();
  if (known !== null) return known;
  // Unlike `crypto.randomUUID` there at every address, also one without TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const made = hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  stored.write(made);
  return made;
};

/** The name where there is one: a browser that never asked to be told has none. */
export const knownDeviceId = (): string | null => stored.read();
