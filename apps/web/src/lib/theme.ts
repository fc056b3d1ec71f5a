import { createStored } from "./stored.ts";

export type Theme = "system" | "light" | "dark";

/** What the person chose; nothing where the system decides. `public/before.js` reads it before the first paint. */
export const themeChoice = createStored("signalbox.theme");

/** Keeps the document in the chosen theme from now on. */
export const applyTheme = (): void => {
  const theme = themeChoice.read();
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
};
