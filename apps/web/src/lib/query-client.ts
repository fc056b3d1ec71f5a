import { ApiError, ServerUnreachable } from "@signalbox/client/errors";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { signInSecret } from "./sign-in.ts";

/** Live events keep what is cached true, so nothing goes stale by age. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError: forgetRefusedSignIn }),
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => error instanceof ServerUnreachable && failures < 2,
        // A reconnect of the live stream says better than the browser when the server is back.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });

/** A sign-in that the server no longer knows is forgotten, which leads to the sign-in page. */
export const forgetRefusedSignIn = (error: unknown): void => {
  if (error instanceof ApiError && error.status === 401) signInSecret.write(null);
};
