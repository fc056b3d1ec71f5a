import { type ComponentType, type ReactNode, use } from "react";

export interface LazyPart<P> {
  (props: P): ReactNode;
  /** Fetches it ahead; what can't be fetched now is fetched when it is wanted. */
  preload(): Promise<void>;
}

/**
 * A part that is fetched apart. Once it is there it is drawn at once: React's own `lazy` lets even what is loaded wait for
 * a moment, and what stands in its place meanwhile stays for 300 ms.
 */
export const lazyPart = <P extends object>(load: () => Promise<ComponentType<P>>): LazyPart<P> => {
  let loaded: ComponentType<P> | undefined;
  let loading: Promise<void> | undefined;
  const fetchIt = () => {
    loading ??= load().then(
      (part) => {
        loaded = part;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  const Part = (props: P) => {
    if (loaded === undefined) use(fetchIt());
    const Loaded = loaded;
    return Loaded === undefined ? null : <Loaded {...props} />;
  };
  return Object.assign(Part, { preload: () => fetchIt().catch(() => undefined) });
};
