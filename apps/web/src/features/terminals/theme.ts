import type { ITheme } from "@xterm/xterm";

const day: ITheme = {
  background: "#ffffff",
  foreground: "#191c20",
  cursor: "#191c20",
  cursorAccent: "#ffffff",
  selectionBackground: "#c9d7f5",
  black: "#191c20",
  red: "#b3241b",
  green: "#146a3d",
  yellow: "#855304",
  blue: "#2b5fd3",
  magenta: "#7a3d9c",
  cyan: "#0f6a78",
  white: "#b9bec3",
  brightBlack: "#626970",
  brightRed: "#cf3329",
  brightGreen: "#1f8a55",
  brightYellow: "#b97409",
  brightBlue: "#3f74e8",
  brightMagenta: "#9656b8",
  brightCyan: "#188a9b",
  brightWhite: "#e4e4de",
};

const night: ITheme = {
  background: "#0a0d0f",
  foreground: "#e8ebed",
  cursor: "#e8ebed",
  cursorAccent: "#0a0d0f",
  selectionBackground: "#33456b",
  black: "#22282d",
  red: "#f2655c",
  green: "#3fbf7c",
  yellow: "#e3a53c",
  blue: "#84aaff",
  magenta: "#c79bea",
  cyan: "#5cc4d4",
  white: "#b3bbc1",
  brightBlack: "#78828a",
  brightRed: "#ff8f86",
  brightGreen: "#66cf97",
  brightYellow: "#eabb66",
  brightBlue: "#a9c4ff",
  brightMagenta: "#dcbdf5",
  brightCyan: "#8bdce8",
  brightWhite: "#ffffff",
};

const darkWish = () => window.matchMedia("(prefers-color-scheme: dark)");

const isDark = (): boolean => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? darkWish().matches : chosen === "dark";
};

/** Tells the colours now and whenever the page's theme changes. Answers how to stop. */
export const followTheme = (show: (theme: ITheme) => void): (() => void) => {
  const tell = () => show(isDark() ? night : day);
  const wish = darkWish();
  const chosen = new MutationObserver(tell);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  wish.addEventListener("change", tell);
  tell();
  return () => {
    chosen.disconnect();
    wish.removeEventListener("change", tell);
  };
};
