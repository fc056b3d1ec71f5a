import { basePath } from "./base.ts";
import { createStored } from "./stored.ts";

/** The half of a sign-in that this origin keeps; the cookie is the other, and neither opens anything alone. */
export const signInSecret = createStored("signalbox.sign-in", basePath);

/** First run was left for later in this browser. */
export const welcomeSkipped = createStored("signalbox.welcome-skipped");
