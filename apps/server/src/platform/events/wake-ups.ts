import type { Logger } from "pino";
import type { Loop } from "../nodes/loops.ts";

export type OnNews = (newest?: bigint) => void;

/** How nodes tell one another that the log grew. What they tell may be lost: every node looks now and then too. */
export interface WakeUps {
  /** Says that the log reaches to a position. What is said within a moment is said once. */
  tell(newest: bigint): void;
  /**
   * Calls `onNews` with how far a node said that the log reaches, this one among them, or with nothing where one may
   * have said so unheard; to be set before the loops start.
   */
  heardBy(onNews: OnNews): void;
  /** What keeps listening. */
  readonly loops: readonly Loop[];
}

/** Where there is no other node. */
export const noWakeUps: WakeUps = { tell: () => {}, heardBy: () => {}, loops: [] };

/** What was told; undefined where it is no position. */
export const toldPosition = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;

/**
 * Sends how far the log reaches, one position at a time and only the newest of those that gathered meanwhile. `send`
 * answers false while there is no connection to send it over.
 */
export const createTeller = ({ send, log }: { send(position: string): Promise<boolean>; log: Logger }) => {
  let told = 0n;
  let sending = false;

  const sendAll = async () => {
    sending = true;
    try {
      for (let sent = 0n; sent < told; ) {
        sent = told;
        if (!(await send(String(sent)))) return;
      }
    } catch (error) {
      log.debug({ err: error }, "other nodes were not told of events; they look for themselves");
    } finally {
      // In one step with the last look at `told`, so that nothing is told between.
      sending = false;
    }
  };

  return (newest: bigint): void => {
    if (newest <= told) return;
    told = newest;
    if (!sending) void sendAll();
  };
};
