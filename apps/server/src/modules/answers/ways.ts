import type { OpenWay } from "@signalbox/contract/answers";
import type { AppError } from "../../kernel/errors.ts";
import { answerErrors } from "./answers.errors.ts";
import type { AgentChannel, Asking } from "./channel.ts";

/** The ways that this node has to what is asked. */
export interface Ways {
  /** The best that may be open, by what is known without asking. */
  channelTo(asking: Asking): AgentChannel | undefined;
  wayTo(asking: Asking): OpenWay | null;
  /** Why there is none. */
  unreachable(asking: Asking): Promise<AppError>;
}

/** `channels`: the best first. */
export const waysOver = (channels: readonly AgentChannel[]): Ways => {
  const channelTo = (asking: Asking) => channels.find((channel) => channel.wayTo(asking) !== null);
  return {
    channelTo,
    wayTo: (asking) => channelTo(asking)?.wayTo(asking) ?? null,
    async unreachable(asking) {
      const whys = await Promise.all(channels.map((channel) => channel.reach(asking)));
      return answerErrors.unreachable(
        `Only its terminal can answer it now: ${whys.map(({ why }) => why).join("; ")}`,
      );
    },
  };
};
