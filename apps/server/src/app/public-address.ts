import { z } from "zod";
import { type TrustedProxies, trustedProxies } from "../platform/http/client.ts";
import { readSite, type Site } from "../platform/http/sites.ts";
import { type AllowedNetworks, allowedNetworks } from "../platform/outbound/allowed-address.ts";

const inList = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** Addresses at which people find the server, separated by commas. */
export const PublicSites = z.string().transform((text, context): Site[] => {
  const sites = inList(text).map(readSite);
  const whole = sites.filter((site) => site !== undefined);
  if (whole.length === sites.length) return whole;
  context.addIssue("must be an address such as https://box.example or https://box.example/signalbox");
  return z.NEVER;
});

/** Addresses and ranges of proxies, separated by commas. */
export const Proxies = z.string().transform((text, context): TrustedProxies => {
  const proxies = trustedProxies(inList(text));
  if (proxies !== undefined) return proxies;
  context.addIssue("must be addresses such as 127.0.0.1, ::1 or 10.0.0.0/8");
  return z.NEVER;
});

/** Addresses and ranges that requests of ours may go to, separated by commas. */
export const Networks = z.string().transform((text, context): AllowedNetworks => {
  const networks = allowedNetworks(inList(text));
  if (networks !== undefined) return networks;
  context.addIssue("must be addresses such as 192.168.1.5, ::1 or 10.0.0.0/8");
  return z.NEVER;
});

export const noProxies: TrustedProxies = { includes: () => false };
