import { createPrivateKey, createSign, type KeyObject } from "node:crypto";
import { messageOf } from "../../../kernel/errors.ts";
import type { Access } from "../asking/ask.ts";
import { githubErrors } from "../github.errors.ts";

/** GitHub takes ten minutes at most; clocks differ. */
const lifeSeconds = 9 * 60;
const behindSeconds = 60;

/** @throws AppError `github.key_invalid` */
export function readPrivateKey(pem: string): KeyObject {
  const key = parsed(pem);
  if (key.asymmetricKeyType !== "rsa") throw githubErrors.keyInvalid("it is no RSA key");
  return key;
}

function parsed(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw githubErrors.keyInvalid(messageOf(error));
  }
}

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString("base64url");

/** An app, and what it proves itself with. */
export interface App {
  apiUrl: string;
  appId: string;
  key: KeyObject;
}

/** The app by itself, for what it asks of no repository. */
export const asApp = ({ apiUrl, appId, key }: App, now: Date): Access => ({
  ...{ apiUrl, token: appToken(appId, key, now), whom: `app ${appId}` },
});

/** What an app proves itself with: a JSON web token, signed with its key (RS256). */
function appToken(appId: string, key: KeyObject, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const claims = { iat: seconds - behindSeconds, exp: seconds + lifeSeconds, iss: appId };
  const said = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${said}.${createSign("RSA-SHA256").update(said).sign(key, "base64url")}`;
}
