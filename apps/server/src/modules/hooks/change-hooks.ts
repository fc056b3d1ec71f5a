import type { HookChange } from "@signalbox/contract/hooks";
import { hooksInstalled, hooksRemoved } from "@signalbox/contract/hooks";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../platform/events/events.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "./ports.ts";
import { lineDiff } from "./settings/line-diff.ts";
import { type Action, type PlannedChange, planChange } from "./settings/plan-change.ts";
import { copySettingsFile, refuseReadOnly, writeSettingsFile } from "./settings/settings-file.ts";
import type { SupportedCli } from "./supported-clis.ts";

interface Change {
  cli: SupportedCli;
  action: Action;
}

interface ChangeOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
}

/** Edits of settings files, one after another. */
export interface HookChanges {
  preview(change: Change): Promise<HookChange>;
  make(change: Change, by: Cause): Promise<HookChange>;
}

export function createHookChanges(options: ChangeOptions): HookChanges {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
  return {
    preview: async (change) => {
      const planned = await plan(change);
      if (planned.changed) await refuseReadOnly(planned.file);
      return presented(change, planned);
    },
    make: (change, by) =>
      inTurn(async () => {
        const planned = await plan(change);
        if (planned.changed) {
          await write(planned);
          await record(options, change, planned, by).catch((fault) => takeBack(planned, fault));
        }
        return presented(change, planned);
      }),
  };
}

const plan = ({ cli, action }: Change) => planChange(cli.settingsPath, action, cli.form);

async function write(planned: PlannedChange): Promise<void> {
  const { file, backupPath, bytes } = planned;
  await refuseReadOnly(file);
  if (backupPath !== null) await copySettingsFile(file, backupPath);
  await writeSettingsFile(file, bytes);
}

/**
 * What can't be recorded must not stay. The file goes first all the same: a record made before it would be
 * false whenever the edit then fails, and no file may be written inside the record's transaction.
 */
async function takeBack({ file, bytes }: PlannedChange, fault: unknown): Promise<never> {
  await writeSettingsFile({ ...file, bytes }, file.bytes).catch((second) => {
    throw new AggregateError(
      [fault, second],
      `${file.path} was changed, and neither recorded nor taken back`,
    );
  });
  throw fault;
}

async function record(
  options: ChangeOptions,
  change: Change,
  planned: PlannedChange,
  by: Cause,
): Promise<void> {
  const { db, events, clock, audit } = options;
  const at = clock.now();
  const definition = change.action === "install" ? hooksInstalled : hooksRemoved;
  const subject = { kind: "hooks", id: change.cli.backend };
  const detail = { backend: change.cli.backend, settingsPath: planned.file.path };
  await db.transaction(async (tx) => {
    events.append(tx, newEvent(definition, { at, subject, ...by }, detail));
    await audit(tx, { at, action: definition.type, subject, detail, ...by });
  });
}

const presented = (change: Change, planned: PlannedChange): HookChange => ({
  backend: change.cli.backend,
  settingsPath: planned.file.path,
  backupPath: planned.changed ? planned.backupPath : null,
  changed: planned.changed,
  lines: planned.changed ? lineDiff(planned.before, planned.after) : [],
});
