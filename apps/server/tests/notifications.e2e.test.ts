import { randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { describe, expect, onTestFinished, test } from "vitest";
import { signedIn } from "./signed-in.ts";

describe.skipIf(isMissing(findClaude(), findTmux()))(
  "a plain claude in a terminal, away from the page",
  () => {
    test("runs what a phone allowed, and not what it denied", async () => {
      const stub = await startModelStub();
      const claude = claudeHome(stub.url);
      const env = { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" };
      const server = await runServer({ userHome: claude.home, env });
      const service = await openReceiver(() => ({ status: 201 }));
      expect((await server.fetch("/api/hooks/claude", { method: "POST" })).status).toBe(200);
      const terminal = await claude.open();
      onTestFinished(async () => {
        await terminal.close();
        await server.stop();
        await stub.stop();
        service.stop();
        claude.remove();
      });
      const browser = await signedIn(server);
      const phone = aPushBrowser(`${service.url}/push/${randomUUID()}`);
      const { subscription } = phone;
      const body = { kind: "web_push", name: "Phone", deviceId: randomUUID(), subscription };
      expect((await browser("/api/notifications/channels", { method: "POST", body })).status).toBe(201);

      const press = async (decision: "allow" | "deny", command: string) => {
        const heard = await service.find((one) => phone.read(one).body.includes(command));
        const button = phone.read(heard).buttons.find((each) => each.decision === decision);
        const reply = await fetch(new URL("/api/notifications/answers", server.url), {
          method: "POST",
          headers: { "content-type": "application/json", origin: server.url },
          body: JSON.stringify({ token: button?.token, endpoint: phone.endpoint }),
        });
        expect([reply.status, await reply.json()]).toMatchObject([200, { state: "delivered" }]);
      };
      const scripts = { test: "touch ran-$npm_command" };
      writeFileSync(join(claude.workspace, "package.json"), JSON.stringify({ scripts }));
      const ran = (command: string) => existsSync(join(claude.workspace, `ran-${command}`));
      await terminal.submit("[[bash npm test]] [[bash npm run test]] [[text All done]]");
      await press("allow", "npm test");
      await until(
        () => ran("test") || undefined,
        () => terminal.screen(),
      );
      await press("deny", "npm run test");
      await service.find((one) => phone.read(one).title.includes("is done"));
      expect(ran("run") || ran("run-script")).toBe(false);
    });
  },
);
