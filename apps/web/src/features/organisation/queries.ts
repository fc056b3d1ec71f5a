import { changePersona, createPersona, listPersonas, type Persona } from "@signalbox/contract/personas";
import type { BodyInputOf } from "@signalbox/contract/route";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { everyPage } from "../../lib/every-page.ts";
import { personaKeys } from "./keys.ts";

export const personasQuery = queryOptions({
  queryKey: personaKeys.list,
  queryFn: ({ signal }) =>
    everyPage((cursor) => api.call(listPersonas, { query: { limit: 200, cursor }, signal })),
});

/** What a persona is called, once that is known. */
export const usePersonaName = (personaId: string | null): string | null => {
  const { data } = useQuery({ ...personasQuery, enabled: personaId !== null });
  return data?.find(({ id }) => id === personaId)?.name ?? null;
};

const usePersonaMutation = <Body>(call: (body: Body) => Promise<Persona>) => {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => cache.invalidateQueries({ queryKey: personaKeys.all }),
  });
};

export const useMakePersona = () =>
  usePersonaMutation((body: BodyInputOf<typeof createPersona>) => api.call(createPersona, { body }));

export const useChangePersona = (personaId: string) =>
  usePersonaMutation((body: BodyInputOf<typeof changePersona>) =>
    api.call(changePersona, { params: { personaId }, body }),
  );
