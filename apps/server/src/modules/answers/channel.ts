import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent, OpenWay, Way } from "@signalbox/contract/answers";
import type { Backend } from "@signalbox/contract/common";

/** An agent with what it asks now. */
export interface Reached {
  agentId: string;
  backend: Backend;
  question: Question | null;
}

/** An agent that asks. */
export type Asking = Reached & { question: Question };

/** Whether a way is open: to what is asked, where something is. */
export type Openness = { open: OpenWay; why: string; shown?: string } | { open: null; why: string };

/** What became of an answer that was sent. `problem`: why it did not arrive, or what could not be seen of it. */
export type Sent =
  /** `ends`: the turn that asked had ended, and nothing follows on this answer. */
  { arrived: true; problem: string | null; ends?: true } | { arrived: false; problem: string };

/** A way to agents. */
export interface AgentChannel {
  way: Way;
  /** Whether a note goes along with the approval of a plan; else it is said as a text of its own. */
  carriesNote: boolean;
  /** Whether it may be open to a question, by what is known without asking; null where it is not. */
  wayTo(agent: Asking): OpenWay | null;
  /** Whether it is open now, and why not. */
  reach(agent: Reached): Promise<Openness>;
  /** Why an answer can't go this way, in a sentence; null where it can. @throws AppError where the way is closed */
  unable(question: Question, content: AnswerContent): Promise<string | null>;
  /** Sends an answer that counts, once. */
  deliver(question: Question, content: AnswerContent): Promise<Sent>;
}
