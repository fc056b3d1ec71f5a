import { listChildren } from "@signalbox/contract/agent-children";
import { getImage } from "@signalbox/contract/agent-images";
import * as contract from "@signalbox/contract/agent-records";
import { getTimeline } from "@signalbox/contract/agent-timeline";
import { getTurn } from "@signalbox/contract/agents";
import { listAgentProcesses } from "@signalbox/contract/processes";
import { searchTurns } from "@signalbox/contract/turn-search";
import { causeOf, type MountedRoute, reply, serve, serveStream } from "../../platform/http/http.ts";
import type { Files } from "./files/files.service.ts";
import { writeFile } from "./files/write-file.ts";
import type { Keeping } from "./keeping/keeping.service.ts";
import type { AgentReader } from "./reading/agent-reader.ts";
import type { RecordsReader } from "./reading/records-reader.ts";

export interface RecordRoutesOptions {
  agents: AgentReader;
  records: RecordsReader;
  files: Files;
  keeping: Keeping;
}

const exportTypes = {
  markdown: { ending: "md", contentType: "text/markdown; charset=utf-8" },
  json: { ending: "json", contentType: "application/json; charset=utf-8" },
};

/** Opened by itself it can do nothing. */
const imageHeaders = {
  "content-disposition": "inline",
  "content-security-policy": "default-src 'none'; sandbox",
};

/** What is kept of agents beside their conversations, and what is done with agents that are over. */
export const recordRoutes = ({ agents, records, files, keeping }: RecordRoutesOptions): MountedRoute[] => [
  serve(getTurn, async ({ params }) => reply(200, await records.turn(params.turnId))),
  serve(getTimeline, async ({ params, query }) => reply(200, await records.timeline(params.agentId, query))),
  serve(listChildren, async ({ params, query }) => reply(200, await records.children(params.agentId, query))),
  serve(searchTurns, async ({ query }) => reply(200, await records.search(query))),
  serve(contract.listAgentSignals, async ({ params, query }) =>
    reply(200, await records.signals(params.agentId, query)),
  ),
  serve(listAgentProcesses, async ({ params, query }) =>
    reply(200, await records.processes(params.agentId, query)),
  ),
  serve(contract.listTouchedFiles, async ({ params }) => reply(200, await records.files(params.agentId))),
  serve(getImage, async ({ params: { agentId, hash }, setHeader }) => {
    const { mediaType, data } = await records.image(agentId, hash);
    // The tag has a browser ask each time whether the image is there and may be read; it is not sent again.
    setHeader("etag", `"${hash}"`);
    for (const [name, value] of Object.entries(imageHeaders)) setHeader(name, value);
    return reply(200, new File([data], hash, { type: mediaType }));
  }),
  serveStream(contract.exportAgent, async ({ params, query: { format } }, stream) => {
    const agent = await agents.get(params.agentId);
    const { ending, contentType } = exportTypes[format];
    const file = { name: `agent-${agent.id}.${ending}`, contentType, pieces: files.export(agent, format) };
    await writeFile(file, stream);
  }),
  serveStream(contract.recordAgent, async ({ params }, stream) => {
    const agent = await agents.get(params.agentId);
    const name = `recording-${agent.id}.json`;
    const contentType = "application/json; charset=utf-8";
    await writeFile({ name, contentType, pieces: files.recording(agent) }, stream);
  }),
  serve(contract.archiveAgent, async (context) => {
    const { agentId } = context.params;
    await keeping.archive(agentId, context.body.archived, causeOf(context));
    return reply(200, await agents.get(agentId));
  }),
  serve(contract.eraseAgent, async (context) => {
    await keeping.erase(context.params.agentId, context.query, causeOf(context));
    return reply(204, null);
  }),
];
