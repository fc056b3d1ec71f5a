import { z } from "zod";
import { Id } from "./common.ts";
import { defineRoute } from "./route.ts";

export const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export const ImageType = z.enum(imageTypes);
export type ImageType = z.infer<typeof ImageType>;

export const ImageHash = z.string().regex(/^[0-9a-f]{32}$/);

/** An image that a person pasted, or a tool answered with. */
export const TurnImage = z
  .object({
    hash: ImageHash,
    /** Null where it is none of the types that are kept. */
    mediaType: ImageType.nullable(),
    bytes: z.number().int(),
    /** Whether it can be looked at: one that is too large, or one too many, is only named. */
    kept: z.boolean(),
  })
  .meta({ id: "TurnImage" });
export type TurnImage = z.infer<typeof TurnImage>;

export const getImage = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/images/:hash",
  permission: "read",
  summary: "An image of an agent's conversation, with an ETag",
  params: z.object({ agentId: Id, hash: ImageHash }),
  replies: { 200: z.file(), 304: null },
  errors: ["agents.not_found", "images.not_found"],
  contentType: "image/*",
});
