import {
  changeProgram,
  createProgram,
  listPrograms,
  type Program,
  removeProgram,
} from "@signalbox/contract/programs";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";

const key = ["programs"] as const;

export const programsQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listPrograms, { query: { limit: 200, cursor }, signal })),
});

/** All that are known so far. */
export const usePrograms = (): readonly Program[] => useQuery(programsQuery).data ?? [];

const useProgramMutation = <Wish, Reply>(call: (wish: Wish) => Promise<Reply>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  });
};

export type ProgramBody = BodyInputOf<typeof createProgram>;

/** One that is there is written anew; null for a new one. */
export const useWriteProgram = (programId: string | null) =>
  useProgramMutation((body: ProgramBody) =>
    programId === null
      ? api.call(createProgram, { body })
      : api.call(changeProgram, { params: { programId }, body }),
  );

export const useRemoveProgram = (programId: string) =>
  useProgramMutation(() => api.call(removeProgram, { params: { programId } }));
