/** What a bot's file is called: what every file system takes of its name. */
export const fileNameOf = (name: string): string => {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return `${(words ?? ["bot"]).join("-").slice(0, 60)}.yaml`;
};
