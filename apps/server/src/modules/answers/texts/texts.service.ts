import type { Agent } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import { Id } from "@signalbox/contract/common";
import type { Interruption, Text } from "@signalbox/contract/texts";
import { messageOf } from "../../../kernel/errors.ts";
import { oneAtATime } from "../../../kernel/one-at-a-time.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Loop } from "../../../platform/nodes/loops.ts";
import { answerErrors } from "../answers.errors.ts";
import { lastWordsOf } from "./last-words.ts";
import { type By, changeText, moveBy, queueText, type SaidText, type TextChange } from "./queue.ts";
import { createTeller } from "./tell.ts";
import { textErrors } from "./texts.errors.ts";
import { tellingLoop } from "./texts.loops.ts";
import type { TextsOptions } from "./texts.options.ts";
import { findText, findTexts, presentText, type TextRow } from "./texts.repository.ts";
import { toldElsewhere } from "./told-elsewhere.ts";

export interface TextsService {
  /** Resolves once it is sent, or queued. @throws AppError of the route */
  say(said: SaidText): Promise<Text>;
  list(agentId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Text>>;
  /** @throws AppError `texts.not_found`, `texts.settled` */
  change(textId: string, change: TextChange, by: By): Promise<Text>;
  cancel(textId: string, by: By): Promise<Text>;
  /** What could not be seen of it. @throws AppError of the route */
  interrupt(agentId: string, by: By): Promise<Interruption>;
  loops: Loop[];
}

const cursors = keysetCursor("texts", Id);

export function createTexts(options: TextsOptions): TextsService {
  const { db, clock, agents } = options;
  const teller = createTeller(options);
  const inTurn = oneAtATime();
  const tellHere = (agentId: string) => inTurn(agentId, () => teller.next(agentId));
  const elsewhere = toldElsewhere({
    ...{ ...options, tellHere },
    interruptHere: (agent, by) => interruptHere(options, agent, by),
  });
  /** By the node that reaches the agent. */
  const tell = async (agentId: string, by: By): Promise<void> => {
    const told = await elsewhere.tell(agentId, by);
    if (told === null) await tellHere(agentId);
    else if (told.why !== null) await teller.unreached(agentId, told.why);
  };
  const found = async (id: string): Promise<TextRow> => {
    const row = await findText(db.read, id);
    if (row === undefined) throw textErrors.noText(id);
    return row;
  };
  return {
    async say(said) {
      await agents.agent(said.agentId);
      const row = await queueText(options, said);
      if (row.state === "queued") await tell(said.agentId, said.by);
      return presentText(await found(row.id));
    },
    async list(agentId, { limit, cursor }) {
      const before = cursors.decode(cursor);
      await agents.agent(agentId);
      const rows = await findTexts(db.read, agentId, { before, limit: limit + 1 });
      return pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
    },
    async change(textId, change, by) {
      const row = await found(textId);
      const changed = await changeText(options, row, { change, by });
      await tell(row.agent_id, by);
      return changed;
    },
    async cancel(textId, by) {
      const row = await found(textId);
      const to = { state: "cancelled", settled_at: clock.now() } as const;
      return presentText(
        await moveBy(options, row, { from: ["queued", "unknown"], to, by, action: "text.cancelled" }),
      );
    },
    async interrupt(agentId, by) {
      const agent = await agents.agent(agentId);
      return (await elsewhere.interrupt(agent, by)) ?? interruptHere(options, agent, by);
    },
    loops: [tellingLoop(options, { tell: tellHere, strand: teller.strand })],
  };
}

async function interruptHere(
  { db, agents, speakers, audit }: TextsOptions,
  agent: Agent,
  by: By,
): Promise<Interruption> {
  const { id: agentId } = agent;
  const speaker = speakers.to(agent);
  if (typeof speaker === "string") throw answerErrors.unreachable(`Nothing can be said to it: ${speaker}`);
  const words = await lastWordsOf(agents, agentId);
  const became = await speaker.interrupt(words).catch((error: unknown) => {
    throw answerErrors.unreachable(`Nothing can be said to it: ${messageOf(error)}`);
  });
  if (became === "idle") throw textErrors.nothingRuns();
  const { name: _, ...cause } = by;
  const subject = { kind: "agent", id: agentId };
  await db.transaction((tx) =>
    audit.record(tx, { ...cause, action: "agent.interrupted", subject, detail: {} }),
  );
  return { problem: became === "stopped" ? null : "it was not seen to stop" };
}
