import { type CliHome, newHome } from "./cli-home.ts";

/** What goose finds of itself: a provider that is the stub, and no keychain. */
const environment = (modelUrl: string) => ({
  GOOSE_PROVIDER: "anthropic",
  GOOSE_MODEL: "claude-sonnet-4-5",
  ANTHROPIC_HOST: modelUrl,
  ANTHROPIC_API_KEY: "not-a-real-key",
  GOOSE_DISABLE_KEYRING: "1",
});

/** A home with goose; `modelUrl` is where the model answers: a stub's address. It is never opened in a terminal. */
export function gooseHome(modelUrl: string): Pick<CliHome, "home" | "workspace" | "env" | "remove"> {
  const { home, workspace, env, remove } = newHome({ name: "goose", files: {}, env: environment(modelUrl) });
  return { home, workspace, env, remove };
}
