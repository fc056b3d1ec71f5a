import { ApiError } from "@signalbox/client/errors";
import { getExecutionLog, type LogLine } from "@signalbox/contract/executions";
import type { ReplyOf } from "@signalbox/contract/route";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../../lib/api.ts";

interface Log {
  lines: readonly LogLine[];
  isOver: boolean;
}

/** As many lines as one sees at first, and with each step back. */
const firstLines = 200;
const stepLines = 500;
/** What comes is asked for in one long question after the other. */
const waitSeconds = 20;
const mostAtOnce = 1_000;
const restMs = 2_000;
/** A log may be longer than what a browser should hold. */
const keptLines = 20_000;

/** The log of an execution from its end, and on with what is printed while it runs; `earlier` brings what was before. */
export const useLog = (executionId: string) => {
  const [log, setLog] = useState<Log | null>(null);
  const [trouble, setTrouble] = useState<Error | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try begins anew
  useEffect(() => {
    const gone = new AbortController();
    setLog(null);
    setTrouble(null);
    void follow(executionId, gone.signal, {
      onRead: ({ lines, isOver }) => {
        setTrouble(null);
        setLog((before) => ({ isOver, lines: [...(before?.lines ?? []), ...lines].slice(-keptLines) }));
      },
      onTrouble: setTrouble,
    });
    return () => gone.abort();
  }, [executionId, tries]);
  const first = log?.lines[0]?.number ?? 1;
  const { mutate, isPending, isError } = useMutation({
    mutationFn: () => readLog(executionId, { before: first, limit: stepLines }),
    onSuccess: ({ lines }) =>
      setLog((now) => (now?.lines[0]?.number === first ? { ...now, lines: [...lines, ...now.lines] } : now)),
  });
  return {
    ...{ log, trouble, retry: () => setTries(tries + 1) },
    earlier: { hasOlder: first > 1, isPending, isError, load: () => mutate() },
  };
};

type LogPage = ReplyOf<typeof getExecutionLog>;
interface Window {
  after?: number;
  before?: number;
  limit: number;
  wait?: number;
}

const readLog = (executionId: string, query: Window, signal?: AbortSignal): Promise<LogPage> =>
  api.call(getExecutionLog, { params: { executionId }, query, ...(signal && { signal }) });

interface Following {
  onRead: (page: LogPage) => void;
  onTrouble: (error: Error) => void;
}

async function follow(
  executionId: string,
  signal: AbortSignal,
  { onRead, onTrouble }: Following,
): Promise<void> {
  let after: number | undefined;
  while (!signal.aborted) {
    try {
      const window =
        after === undefined ? { limit: firstLines } : { after, limit: mostAtOnce, wait: waitSeconds };
      const page = await readLog(executionId, window, signal);
      if (signal.aborted) return;
      after = page.lines.at(-1)?.number ?? after ?? page.total;
      // What was removed as too old never comes.
      const isOver = page.isOver && (after >= page.total || page.lines.length === 0);
      onRead({ ...page, isOver });
      if (isOver) return;
    } catch (error) {
      if (signal.aborted) return;
      onTrouble(error instanceof Error ? error : new Error(String(error)));
      if (error instanceof ApiError && error.status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
}
