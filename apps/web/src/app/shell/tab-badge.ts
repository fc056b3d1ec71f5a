import { useEffect } from "react";
import { basePath } from "../../lib/base.ts";
import { titleAttribute } from "../../ui/page.tsx";

/** `(3) Now · Signalbox`, and the same number on the tab's icon. */
export const useTabBadge = (waiting: number): void => {
  useEffect(() => {
    const show = () => {
      document.title = tabTitle(document.documentElement.dataset[titleAttribute], waiting);
    };
    show();
    window.addEventListener("pagetitle", show);
    return () => window.removeEventListener("pagetitle", show);
  }, [waiting]);
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon !== null) icon.href = waiting === 0 ? `${basePath()}favicon.svg` : badgeIcon(waiting);
  }, [waiting]);
};

export const tabTitle = (page: string | undefined, waiting: number): string =>
  [waiting === 0 ? "" : `(${waiting}) `, page === undefined ? "" : `${page} · `, "Signalbox"].join("");

/** The box with the count where its flag was. */
export const badgeIcon = (waiting: number): string => {
  const word = waiting > 99 ? "99" : String(waiting);
  const size = word.length > 1 ? 11 : 13;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="4.5" fill="#cf3329"/><text x="10" y="14.6" font-family="sans-serif" font-size="${size}" font-weight="700" fill="#fff" text-anchor="middle">${word}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
};
