import { expect, test } from "vitest";
import { deviceName } from "./device-name.ts";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  [`${mac} Version/18.0 Safari/605.1.15`, "Safari on macOS"],
  [`${mac} Chrome/140.0 Safari/537.36`, "Chrome on macOS"],
  ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
  ["Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Safari/604.1", "Chrome on iOS"],
  ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0 Safari/537.36", "Headless Chrome on Linux"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chromium/140.0 Chrome/140.0 Safari/537.36", "Chromium on Linux"],
  ["Mozilla/5.0 (Linux; Android 16) SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 OPR/124.0", "Opera on Linux"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Vivaldi/7.6", "Vivaldi on Linux"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) FxiOS/140.0 Safari/605.1", "Firefox on iOS"],
  ["curl/8.5.0", "A program"],
  [undefined, "A program"],
])("%s is shown as %s", (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
