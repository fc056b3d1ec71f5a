import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { createQueryClient } from "../lib/query-client.ts";
import { signInSecret } from "../lib/sign-in.ts";
import { applyTheme, themeChoice } from "../lib/theme.ts";
import { createAppRouter } from "./router.tsx";

/** Everything around the pages: the cache, the router, the theme; a strict CSP allows no style elements. */
export const Providers = () => {
  const [cache] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(cache));
  useEffect(() => themeChoice.subscribe(applyTheme), []);
  // Signed out, here or by the server: the guard of the frame leads to the sign-in page.
  useEffect(() => signInSecret.subscribe(() => void router.invalidate()), [router]);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  );
};
