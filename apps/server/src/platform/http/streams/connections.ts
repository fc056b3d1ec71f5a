import type { EventEnvelope } from "@signalbox/contract/event";
import type { NodeConnection } from "@signalbox/contract/nodes";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import type { EventFilter } from "../../events/events.ts";
import type { Caller } from "../http.ts";

interface Opened {
  kind: NodeConnection["kind"];
  caller: Pick<Caller, "name">;
  end(): void;
}

/** One open stream or socket, as whoever serves it tells of it. */
interface Connection {
  follows(filter: EventFilter): void;
  sent(events: readonly EventEnvelope[]): void;
  closed(): void;
}

/** The streams and sockets that are open on this node. */
export interface Connections {
  opened(about: Opened): Connection;
  list(): NodeConnection[];
  /** False where this node holds none of that id. */
  end(id: string): boolean;
}

export const createConnections = (clock: Clock): Connections => {
  const open = new Map<string, { told: NodeConnection; end(): void }>();
  return {
    opened({ kind, caller, end }) {
      const since = clock.now().toISOString();
      const told: NodeConnection = {
        ...{ id: newId(), kind, who: caller.name, since },
        ...{ follows: [], sent: 0, position: null },
      };
      open.set(told.id, { told, end });
      return {
        follows: ({ types = [], projectIds = [], agentIds = [] }) => {
          told.follows = [...types, ...projectIds, ...agentIds];
        },
        sent: (events) => {
          told.sent += events.length;
          told.position = events.at(-1)?.position ?? told.position;
        },
        closed: () => void open.delete(told.id),
      };
    },
    list: () => [...open.values()].map(({ told }) => ({ ...told })),
    end(id) {
      const held = open.get(id);
      held?.end();
      return held !== undefined;
    },
  };
};
