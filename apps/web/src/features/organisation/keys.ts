export const personaKeys = {
  all: ["personas"] as const,
  list: ["personas", "list"] as const,
};
