import { useEffect, useState } from "react";

/** Hands over the secret of a link that this page was opened by, and tells whether there was one. */
export const useLinkSecret = (take: (secret: string) => void): boolean => {
  const [cameByLink] = useState(() => window.location.hash.length > 1);
  useEffect(() => {
    const read = () => {
      const secret = window.location.hash.slice(1);
      if (secret === "") return;
      // The secret must not stay in the address or the history.
      window.history.replaceState(window.history.state, "", window.location.pathname);
      take(secret);
    };
    read();
    // A link put into the tab that asks for one changes only the part behind the hash.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, [take]);
  return cameByLink;
};
