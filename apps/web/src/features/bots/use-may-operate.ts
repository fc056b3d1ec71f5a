import { useQuery } from "@tanstack/react-query";
import { callerQuery } from "../settings/index.ts";

/** Whether whoever looks may change and start bots. */
export const useMayOperate = (): boolean => {
  const { data: caller } = useQuery(callerQuery);
  return caller?.scopes.includes("operate") === true;
};
