import { Scope } from "@signalbox/contract/common";
import type { Caller } from "../../../platform/http/http.ts";

/** The key the operator chose for automation: it is in no table and can't answer. */
export const adminCaller: Caller = {
  kind: "api_key",
  id: "admin-key",
  name: "SIGNALBOX_ADMIN_KEY",
  scopes: Scope.options.filter((scope) => scope !== "answer"),
};
