import type { AccountCheck } from "@signalbox/contract/accounts";
import { took } from "../../../lib/format.ts";

interface CheckResultProps {
  isPending: boolean;
  data: AccountCheck | undefined;
  error: Error | null;
}

/** How a check goes and went; read out as it changes. */
export const CheckResult = ({ isPending, data, error }: CheckResultProps) => (
  <div role="status" className="small">
    {isPending ? (
      <p className="ink2">Asking the model for one word, which may take a minute…</p>
    ) : error !== null ? (
      <p className="notice notice--stop">{error.message}</p>
    ) : data === undefined ? null : data.ok ? (
      <p>
        It works: answered in {took(data.tookMs)}
        {data.version === null ? "" : `, by version ${data.version}`}
      </p>
    ) : (
      <p className="notice notice--stop break">
        It does not work ({data.errorClass}): {data.reason}
      </p>
    )}
  </div>
);
