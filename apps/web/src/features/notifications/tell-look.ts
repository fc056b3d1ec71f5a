import { setLook } from "@signalbox/contract/notifications";
import { api } from "../../lib/api.ts";

interface Look {
  deviceId: string;
  agentId: string | null;
  /** Sent also where the page is gone before an answer comes. */
  keepalive: boolean;
}

/** Tells the server which agent is in view in this browser. */
export const tellLook = ({ deviceId, agentId, keepalive }: Look): Promise<unknown> =>
  api.call(setLook, { params: { deviceId }, body: { agentId }, keepalive });
