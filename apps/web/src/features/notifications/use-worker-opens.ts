import { useEffect } from "react";

/** Goes where a pressed notification leads, told by this app's own service worker. */
export const useWorkerOpens = (open: (path: string) => void): void => {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    const hear = ({ data }: MessageEvent<unknown>) => {
      const path = pathIn(data);
      if (path !== null) open(path);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    // What it could not tell the server it tells now.
    navigator.serviceWorker.controller?.postMessage({ kind: "opened" });
    return () => navigator.serviceWorker.removeEventListener("message", hear);
  }, [open]);
};

const pathIn = (data: unknown): string | null =>
  typeof data === "object" &&
  data !== null &&
  "kind" in data &&
  data.kind === "open" &&
  "path" in data &&
  typeof data.path === "string" &&
  /^\/(?!\/)/.test(data.path)
    ? data.path
    : null;
