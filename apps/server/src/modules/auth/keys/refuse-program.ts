import type { AppError } from "../../../kernel/errors.ts";
import type { Caller } from "../../../platform/http/http.ts";
import { adminCaller } from "./admin-key.ts";
import type { Keys } from "./keys.ts";

/** Whether it is a key that was made for a program: not a browser, this machine's CLI or the bootstrap key. */
export const isProgram = async (keys: Keys, { kind, id }: Caller): Promise<boolean> =>
  kind !== "sign_in" && id !== adminCaller.id && !(await keys.known.isOfFile(id));

/** A sign-in is worth all that its person may do, so a key that may do less must not lead to one. */
export const refuseProgram = async (keys: Keys, caller: Caller, refusal: () => AppError): Promise<void> => {
  if (await isProgram(keys, caller)) throw refusal();
};
