import type { WebSocket } from "@fastify/websocket";

/** Asks for a sign of life, again and again; whoever gave none since the last time is let go. Answers how to stop. */
export const beat = (socket: WebSocket, everyMs: number): (() => void) => {
  let alive = true;
  socket.on("pong", () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
};
