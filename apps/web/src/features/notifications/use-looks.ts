import { useEffect } from "react";
import { knownDeviceId } from "./device-id.ts";

/** Well within the time after which the server forgets it. */
const beatMs = 20_000;

/** Fetched when it is first wanted; at hand from then on, for a page that goes away waits for nothing. */
let tellLook: typeof import("./tell-look.ts").tellLook | undefined;
const fetchTeller = async () => {
  ({ tellLook } = await import("./tell-look.ts"));
  return tellLook;
};

/** Tells the server which agent is in view here, so that this browser is not told of what it shows. */
export const useLooks = (agentId: string | undefined): void => {
  useEffect(() => {
    if (agentId === undefined) return;
    const tell = (seen: boolean, keepalive = false) => {
      const deviceId = knownDeviceId();
      if (deviceId === null) return;
      const look = { deviceId, agentId: seen ? agentId : null, keepalive };
      // Told again at the next beat; till then one may be told of what one sees.
      if (tellLook !== undefined) void tellLook(look).catch(() => undefined);
      else
        void fetchTeller()
          .then((teller) => teller(look))
          .catch(() => undefined);
    };
    const isSeen = () => document.visibilityState === "visible" && document.hasFocus();
    const look = () => tell(isSeen());
    // The page may be gone before an answer comes.
    const leave = () => tell(false, true);
    const beat = setInterval(() => isSeen() && tell(true), beatMs);
    const changes = [
      [document, "visibilitychange"],
      [window, "focus"],
      [window, "blur"],
    ] as const;
    for (const [target, change] of changes) target.addEventListener(change, look);
    window.addEventListener("pagehide", leave);
    look();
    return () => {
      clearInterval(beat);
      for (const [target, change] of changes) target.removeEventListener(change, look);
      window.removeEventListener("pagehide", leave);
      tell(false);
    };
  }, [agentId]);
};
