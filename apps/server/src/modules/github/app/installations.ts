import type { Clock } from "../../../kernel/clock.ts";
import type { Access, Ask } from "../asking/ask.ts";
import { GitHubRefusal, githubErrors } from "../github.errors.ts";
import { partsOf } from "../repository-parts.ts";
import { type App, asApp } from "./app-token.ts";

/** Tokens of installations, each for the repositories that the app was installed for. */
export interface Installations {
  /** @throws AppError `github.not_installed`, `github.…` */
  access(app: App, repository: string): Promise<Access>;
  /** Another app, or another key: what was known is of no use. */
  forget(): void;
}

interface Held {
  token: string;
  expiresAt: number;
}

/** What is known of one app is of no use to another that another node connected. */
const nameOf = ({ apiUrl, appId }: App, what: string | number): string =>
  `${apiUrl} ${appId} ${String(what).toLowerCase()}`;

/** What takes long may begin just before its end. */
const marginMs = 5 * 60_000;
const repositoryMs = 60 * 60_000;

export function createInstallations({ ask, clock }: { ask: Ask; clock: Clock }): Installations {
  const ofRepository = new Map<string, { at: number; id: Promise<number> }>();
  const tokens = new Map<string, Promise<Held>>();

  const installationOf = (app: App, repository: string): Promise<number> => {
    const now = clock.now().getTime();
    const name = nameOf(app, repository);
    const known = ofRepository.get(name);
    if (known !== undefined && now - known.at < repositoryMs) return known.id;
    const id = ask(asApp(app, clock.now()), async (github) => {
      const { data } = await github.request("GET /repos/{owner}/{repo}/installation", partsOf(repository));
      return Number(data.id);
    }).catch((error: unknown) => {
      throw error instanceof GitHubRefusal && error.status === 404
        ? githubErrors.notInstalled(repository)
        : error;
    });
    id.catch(() => ofRepository.delete(name));
    ofRepository.set(name, { at: now, id });
    return id;
  };

  const made = (app: App, installation: number): Promise<Held> => {
    const token = ask(asApp(app, clock.now()), async (github) => {
      const { data } = await github.request("POST /app/installations/{installation_id}/access_tokens", {
        installation_id: installation,
      });
      return { token: data.token, expiresAt: Date.parse(data.expires_at) };
    });
    token.catch(() => tokens.delete(nameOf(app, installation)));
    tokens.set(nameOf(app, installation), token);
    return token;
  };

  const tokenOf = async (app: App, installation: number): Promise<string> => {
    const held = await tokens.get(nameOf(app, installation));
    if (held !== undefined && held.expiresAt - marginMs > clock.now().getTime()) return held.token;
    return (await made(app, installation)).token;
  };

  const granted = async (app: App, repository: string): Promise<Access> => {
    const installation = await installationOf(app, repository);
    const token = await tokenOf(app, installation);
    const forget = () => {
      tokens.delete(nameOf(app, installation));
      ofRepository.delete(nameOf(app, repository));
    };
    return { apiUrl: app.apiUrl, token, whom: `installation ${installation}`, forget };
  };

  return {
    access: (app, repository) =>
      granted(app, repository).catch((error: unknown) => {
        if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
        // Its installation is gone; it may have been installed anew since.
        ofRepository.delete(nameOf(app, repository));
        return granted(app, repository);
      }),
    forget() {
      ofRepository.clear();
      tokens.clear();
    },
  };
}
