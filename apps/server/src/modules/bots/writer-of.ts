import { causeOf, nameOf } from "../../platform/http/http.ts";
import type { WrittenBy } from "./tell-bot.ts";

/** Who asks for something to be written. */
export const writerOf = (context: Parameters<typeof causeOf>[0]): WrittenBy => ({
  ...causeOf(context),
  name: nameOf(context.caller),
});
