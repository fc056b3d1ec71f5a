import { pathOf } from "@signalbox/client/client";
import { getImage } from "@signalbox/contract/agent-images";
import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

/** An image as an address of data: the page's own key opens its route, which an address in the page would not carry. */
export const imageQuery = (agentId: string, hash: string) =>
  queryOptions({
    queryKey: ["agents", "image", agentId, hash],
    queryFn: async ({ signal }) => {
      const path = pathOf(getImage.path, { agentId, hash });
      return asData(await (await api.open({ method: "GET", path, signal })).blob());
    },
    gcTime: 60_000,
  });

const asData = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The image could not be read"));
    reader.readAsDataURL(blob);
  });
