import { AppError } from "../../kernel/errors.ts";

export const agentErrors = {
  notFound: (id: string) => new AppError("not_found", "agents.not_found", `No agent ${id}`),
  noTurn: (id: string) => new AppError("not_found", "turns.not_found", `No turn ${id}`),
  noImage: (hash: string) => new AppError("not_found", "images.not_found", `No image ${hash} is kept`),
  live: (id: string) => new AppError("conflict", "agents.live", `Agent ${id} has not ended`),
  malformed: (reason: string) =>
    new AppError("invalid", "signals.malformed", `The hook can't be read: ${reason}`),
  unknownBackend: (backend: string) =>
    new AppError(
      "not_found",
      "signals.unknown_backend",
      `No backend ${backend} is watched; there is: claude`,
    ),
  queueFull: () =>
    new AppError("unavailable", "signals.queue_full", "More signals wait than the database keeps up with"),
  contended: (cause: unknown) =>
    new AppError("unavailable", "signals.contended", "Other nodes kept writing of the same agents", {
      cause,
    }),
  databaseAway: (cause: unknown) =>
    new AppError("unavailable", "signals.database_away", "The database is away; send the signal again", {
      cause,
    }),
};
