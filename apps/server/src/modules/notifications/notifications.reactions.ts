import { questionHeld, questionReleased } from "@signalbox/contract/answers";
import type { Reaction } from "../../platform/events/events.ts";
import type { NoticesService } from "./deciding/notices.service.ts";
import { occasionTypes } from "./deciding/occasion.ts";

/** Notes what people may be told of; where it stands in the log is committed with what it noted. */
export const noteOccasions = (notices: Pick<NoticesService, "note">): Reaction => ({
  name: "notifications.notices",
  types: [...occasionTypes, questionHeld.type, questionReleased.type],
  handle: (event) => notices.note(event),
});
