import { InfiniteQueryObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRefresher, refetch } from "./refresher.ts";

const aCache = () => {
  const cache = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
  });
  onTestFinished(() => cache.clear());
  return cache;
};

/** A list that a page shows: each of its fetches arrives when the test says so. */
const aShownList = (cache: QueryClient, name: string) => {
  const onTheWay: PromiseWithResolvers<string>[] = [];
  const fetched = vi.fn(() => {
    const fetch = Promise.withResolvers<string>();
    onTheWay.push(fetch);
    return fetch.promise;
  });
  onTestFinished(new QueryObserver(cache, { queryKey: [name], queryFn: fetched }).subscribe(() => {}));
  return {
    fetched,
    arrive: (what: string) => {
      onTheWay.shift()?.resolve(what);
      return vi.waitFor(() => expect(cache.getQueryData([name])).toBe(what));
    },
    fail: () => onTheWay.shift()?.reject(new Error("The server is away")),
  };
};

test("what is asked for while a fetch is under way is fetched once more after it", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  await list.arrive("first");
  const { refresh } = createRefresher(cache);
  refresh(["a"]);
  refresh(["a"]);
  refresh(["a"]);
  expect(list.fetched).toHaveBeenCalledTimes(2);
  await list.arrive("second");
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(3));
  await list.arrive("third");
  refresh(["a"]);
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(4));
});

test("what is asked for while the very first fetch is under way is fetched once more after it", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  createRefresher(cache).refresh(["a"]);
  expect(list.fetched).toHaveBeenCalledTimes(1);
  await list.arrive("set out before the event");
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(2));
  await list.arrive("knows the event");
  expect(list.fetched).toHaveBeenCalledTimes(2);
});

test("a first fetch that fails is tried again where it was asked for meanwhile", async () => {
  const cache = aCache();
  const list = aShownList(cache, "a");
  createRefresher(cache).refresh(["a"]);
  list.fail();
  await vi.waitFor(() => expect(list.fetched).toHaveBeenCalledTimes(2));
});

test("a first fetch under way for no page is only marked stale when it arrives", async () => {
  const cache = aCache();
  const first = Promise.withResolvers<string>();
  const ahead = cache.fetchQuery({ queryKey: ["a"], queryFn: () => first.promise });
  createRefresher(cache).refresh(["a"]);
  first.resolve("set out before the event");
  await ahead;
  await vi.waitFor(() => expect(cache.getQueryState(["a"])?.isInvalidated).toBe(true));
});

test("one list does not wait for another", async () => {
  const cache = aCache();
  const one = aShownList(cache, "a");
  const other = aShownList(cache, "b");
  await one.arrive("first");
  void refetch(cache, []);
  expect(one.fetched).toHaveBeenCalledTimes(2);
  await other.arrive("first");
  await vi.waitFor(() => expect(other.fetched).toHaveBeenCalledTimes(2));
  expect(one.fetched).toHaveBeenCalledTimes(2);
});

/** A list of two pages that a page shows: each page arrives when the test says so, unless it was given up. */
const aPagedList = (cache: QueryClient) => {
  let onTheWay: { page: number; signal: AbortSignal; arrive: () => void }[] = [];
  const list = new InfiniteQueryObserver(cache, {
    queryKey: ["a"],
    queryFn: ({ pageParam: page, signal }) =>
      new Promise<number>((resolve) => {
        onTheWay.push({ page, signal, arrive: () => resolve(page) });
      }),
    initialPageParam: 1,
    getNextPageParam: (page) => (page === 1 ? 2 : undefined),
  });
  onTestFinished(list.subscribe(() => {}));
  return {
    list,
    arrive: async (...pages: number[]) => {
      for (const page of pages) {
        const awaited = () => onTheWay.filter(({ signal }) => !signal.aborted);
        await vi.waitFor(() => expect(awaited().map((one) => one.page)).toEqual([page]));
        for (const { arrive } of awaited()) arrive();
        onTheWay = [];
      }
    },
  };
};

test("a further page under way is not given up for a refresh, which follows it", async () => {
  const cache = aCache();
  const { list, arrive } = aPagedList(cache);
  await arrive(1);
  await vi.waitFor(() => expect(list.getCurrentResult().hasNextPage).toBe(true));
  const more = list.fetchNextPage();
  createRefresher(cache).refresh(["a"]);
  await arrive(2);
  expect((await more).data?.pages).toEqual([1, 2]);
  await arrive(1, 2);
});

test("a refresh that gave way to a further page is made up for", async () => {
  const cache = aCache();
  const { list, arrive } = aPagedList(cache);
  await arrive(1);
  await vi.waitFor(() => expect(list.getCurrentResult().hasNextPage).toBe(true));
  createRefresher(cache).refresh(["a"]);
  const more = list.fetchNextPage();
  await arrive(2);
  expect((await more).data?.pages).toEqual([1, 2]);
  await arrive(1, 2);
});
