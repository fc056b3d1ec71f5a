import type { Client } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { Id } from "@signalbox/contract/common";
import { type ExecutionDetail, getExecution } from "@signalbox/contract/executions";
import { InvalidArgumentError } from "commander";
import { CliError, exitCodes } from "../errors.ts";

/** An execution's id; what is none is told before anything is asked. */
export function readExecutionId(text: string): string {
  if (Id.safeParse(text).success) return text;
  throw new InvalidArgumentError('An id looks as "bin/signalbox run" prints it.');
}

/** How an execution stands. @throws CliError where there is none */
export const executionOf = (client: Client, executionId: string): Promise<ExecutionDetail> =>
  client.call(getExecution, { params: { executionId } }).catch(unlessNone(executionId));

export const unlessNone = (id: string) => (cause: unknown) => {
  if (!(cause instanceof ApiError) || cause.status !== 404) throw cause;
  throw new CliError(`There is no execution ${id}`, exitCodes.usage, { cause });
};
