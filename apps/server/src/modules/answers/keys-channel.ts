import type { Question } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, messageOf } from "../../kernel/errors.ts";
import { adapterOf, type DialogAnswer, inShort, type TerminalDialogs } from "../backends/index.ts";
import { answerErrors } from "./answers.errors.ts";
import type { AgentChannel, Openness, Reached, Sent } from "./channel.ts";
import { keysUntil } from "./keys-until.ts";
import type { AgentPane, AgentPanes, AnsweredAgents } from "./ports.ts";
import { lastWordsOf, type Remembered } from "./texts/last-words.ts";
import { typeText } from "./texts/type-text.ts";
import { steadyDialog, walkDialog } from "./walk-dialog.ts";

interface KeysOptions {
  agents: Pick<AnsweredAgents, "backendOf" | keyof Remembered>;
  panes: AgentPanes;
  clock: Clock;
}

/** Keys in the pane of tmux that the agent stands in, decided by what its screen shows. */
export function keysChannel({ agents, panes, clock }: KeysOptions): AgentChannel {
  const dialogsTo = async ({ agentId }: Question): Promise<{ pane: AgentPane; dialogs: TerminalDialogs }> => {
    const pane = panes.of(agentId);
    if (typeof pane === "string") throw answerErrors.unreachable(`Nothing can be typed: ${pane}`);
    const dialogs = adapterOf(await agents.backendOf(agentId))?.dialogs;
    if (dialogs === undefined) throw answerErrors.unreachable("The dialogs of this CLI are not known");
    return { pane, dialogs };
  };
  return {
    way: "keys",
    // Claude Code takes one in its dialog, and switches to a mode of its choice with it.
    carriesNote: false,
    wayTo: ({ agentId, backend, question }) => {
      const isOpen = typeof panes.of(agentId) !== "string" && asks(backend, question);
      const canRemember = question.kind === "permission";
      return isOpen ? { way: "keys", canRemember, takesWords: takesWords(backend) } : null;
    },
    reach: (agent) => reachBy(panes, agent),
    async unable(question, content) {
      if (content.kind === "text") return null;
      const { pane, dialogs } = await dialogsTo(question);
      return typed(pane, async (keys) => {
        // It is looked at more closely before a key is pressed.
        const seen = dialogs.read(await keys.screen());
        const isSeen = seen !== null && dialogs.isAbout(seen, question);
        const dialog = isSeen ? seen : await steadyDialog({ pane: keys, dialogs });
        if (dialog === null) throw answerErrors.notShown("no dialog");
        if (!dialogs.isAbout(dialog, question)) throw answerErrors.notShown(`another: ${inShort(dialog)}`);
        return dialogs.unable(dialog, { question, content });
      });
    },
    deliver: (question, content) =>
      content.kind === "text"
        ? answerInWords({ agents, panes }, question, content.text)
        : answerByKeys(dialogsTo, { question, content, now: clock.now(), until: keysUntil() }),
  };
}

const takesWords = (backend: Backend): boolean => adapterOf(backend)?.dialogs?.takesWords === true;

const asks = (backend: Backend, { kind }: Question): boolean => {
  const adapter = adapterOf(backend);
  return kind === "text" ? adapter?.input !== undefined : (adapter?.dialogs?.kinds.includes(kind) ?? false);
};

async function reachBy(panes: AgentPanes, { agentId, backend, question }: Reached): Promise<Openness> {
  const pane = panes.of(agentId);
  if (typeof pane === "string") return { open: null, why: pane };
  const dialogs = adapterOf(backend)?.dialogs;
  if (question === null) return { open: null, why: "nothing is asked" };
  if (question.kind === "text" && asks(backend, question)) return reachInput(pane, backend);
  if (dialogs === undefined || !asks(backend, question))
    return { open: null, why: "it is no dialog that is known" };
  try {
    return await pane.use(async (keys) => {
      const dialog = dialogs.read(await keys.screen());
      if (dialog === null) return { open: null, why: "its terminal shows no dialog" };
      const shown = inShort(dialog);
      if (!dialogs.isAbout(dialog, question))
        return { open: null, why: `its terminal shows another dialog: ${shown}` };
      const { canRemember, takesWords } = dialogs;
      const open = { way: "keys" as const, canRemember: canRemember(dialog), takesWords };
      return { open, shown, why: "its pane shows the question, and takes keys" };
    });
  } catch (error) {
    return { open: null, why: messageOf(error) };
  }
}

async function reachInput(pane: AgentPane, backend: Backend): Promise<Openness> {
  const input = adapterOf(backend)?.input;
  const open = { way: "keys" as const, canRemember: false, takesWords: true };
  const seen = await pane
    .use(async (keys) => input?.read(await keys.screen()).typed ?? null)
    .catch((error: unknown) => new Error(messageOf(error)));
  if (seen instanceof Error) return { open: null, why: seen.message };
  return seen === null
    ? { open: null, why: "its terminal shows no input" }
    : { open, why: "its pane waits for words, and takes keys" };
}

/** Where nobody saw whether the words were taken they count as given: they must not be said twice. */
async function answerInWords(
  { agents, panes }: Omit<KeysOptions, "clock">,
  question: Question,
  text: string,
): Promise<Sent> {
  const until = keysUntil();
  const { agentId } = question;
  const pane = panes.of(agentId);
  const input = adapterOf(await agents.backendOf(agentId))?.input;
  if (typeof pane === "string" || input === undefined) return { arrived: false, problem: String(pane) };
  const said = { input, text, ...(await lastWordsOf(agents, agentId)), interrupt: false, until };
  try {
    const typed = await pane.use((keys) => typeText({ pane: keys, ...said }));
    return typed.kind === "refused"
      ? { arrived: false, problem: typed.why }
      : { arrived: true, problem: typed.problem };
  } catch (error) {
    return { arrived: false, problem: messageOf(error) };
  }
}

/** @throws AppError where the pane takes no keys */
async function typed<T>(pane: AgentPane, act: Parameters<typeof pane.use<T>>[0]): Promise<T> {
  try {
    return await pane.use(act);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw answerErrors.unreachable(`Nothing can be typed: ${messageOf(error)}`);
  }
}

async function answerByKeys(
  dialogsTo: (question: Question) => Promise<{ pane: AgentPane; dialogs: TerminalDialogs }>,
  answer: DialogAnswer & { now: Date; until: number },
): Promise<Sent> {
  try {
    const { pane, dialogs } = await dialogsTo(answer.question);
    const walked = await pane.use((keys) => walkDialog({ pane: keys, dialogs, ...answer }));
    if (walked.kind === "stuck") return { arrived: false, problem: walked.why };
    const problem = walked.kind === "unseen" ? walked.problem : null;
    // A dialog that was not seen to go may be gone still, and then no hook tells so.
    const ends = dialogs.ends?.(answer) === true;
    return { arrived: true, problem, ...(ends ? { ends } : {}) };
  } catch (error) {
    return { arrived: false, problem: messageOf(error) };
  }
}
