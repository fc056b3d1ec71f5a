import type { Question } from "@signalbox/contract/agents";
import { answerErrors } from "./answers.errors.ts";
import type { AgentChannel, Reached } from "./channel.ts";
import type { HeldRequests } from "./held-requests.ts";

/** The hook that asked, which waits for the answer. */
export const heldChannel = (held: HeldRequests): AgentChannel => ({
  way: "held_hook",
  carriesNote: true,
  wayTo: ({ question }) => held.wayTo(question.id),
  reach: async (agent) => {
    const open = agent.question === null ? null : held.wayTo(agent.question.id);
    return open === null
      ? { open, why: whyNotHeld(agent) }
      : { open, why: "the question's own hook waits for the answer" };
  },
  unable: async ({ id }, content) => askedBy(held, id).unable(content),
  async deliver({ id }, content) {
    const asked = held.asked(id);
    const arrived = asked !== null && (await held.reply(id, asked.replyTo(content)));
    return arrived
      ? { arrived, problem: null }
      : { arrived: false, problem: "the CLI took the question back before the answer reached it" };
  },
});

function askedBy(held: HeldRequests, questionId: string) {
  const asked = held.asked(questionId);
  if (asked === null) throw answerErrors.unreachable("No hook waits for the answer");
  return asked;
}

function whyNotHeld({ backend, question }: Reached): string {
  if (backend !== "claude") return "only Claude Code asks by a hook that waits";
  if (question === null) return "nothing is asked";
  return isUnheard(question)
    ? "no hook asks this: it stands in the terminal alone"
    : "its hook does not wait: it runs headless, its hooks are of an older Signalbox, or the server was started since";
}

const isUnheard = ({ terminalOnly, kind }: Question): boolean => terminalOnly || kind === "text";
