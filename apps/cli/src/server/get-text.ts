import { get } from "node:http";

/** One small GET. `fetch` would do, but loading it takes longer than a status line may. */
export function getText(
  url: URL,
  headers: Record<string, string> = {},
  timeoutMs = 2_000,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      { headers, signal: AbortSignal.timeout(timeoutMs), agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
        });
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on("error", reject);
  });
}
