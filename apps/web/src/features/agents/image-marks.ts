import { TurnImage } from "@signalbox/contract/agent-images";

/** The images that stand in what a tool answered: marks in the place of their bytes. */
export const imagesIn = (result: unknown): TurnImage[] => {
  if (Array.isArray(result)) return result.flatMap(imagesIn);
  if (typeof result !== "object" || result === null) return [];
  if ("type" in result && result.type === "image" && "image" in result) {
    const image = TurnImage.safeParse(result.image);
    if (image.success) return [image.data];
  }
  return Object.values(result).flatMap(imagesIn);
};

const kilo = 1_000;

/** `PNG, 12 MB`. */
export const wordsOfImage = ({ mediaType, bytes }: TurnImage): string => {
  const size =
    bytes < kilo
      ? `${bytes} bytes`
      : bytes < kilo * kilo
        ? `${Math.round(bytes / kilo)} kB`
        : `${(bytes / kilo / kilo).toFixed(1).replace(/\.0$/, "")} MB`;
  return `${mediaType === null ? "image" : mediaType.slice("image/".length).toUpperCase()}, ${size}`;
};

/** What a person wrote, without the words that stand where an image was. */
export const withoutPlaces = (text: string): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "[image]")
    .join("\n");
