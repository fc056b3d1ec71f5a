import { connect } from "node:net";

/** A program that listens answers at once; where it is too busy to, listening will fail later. */
const patienceMs = 1_000;

/**
 * Whether something listens there. It connects, since to listen for a try would stand in the way of a server
 * that starts at the same moment.
 */
export const isListening = (at: { host: string; port: number }): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect({ ...at, timeout: patienceMs });
    const answer = (isThere: boolean) => {
      probe.destroy();
      resolve(isThere);
    };
    probe.once("connect", () => answer(true));
    probe.once("error", () => answer(false));
    probe.once("timeout", () => answer(false));
  });
