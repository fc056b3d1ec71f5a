/** What a CLI without an option for it is told of who it is, behind what it is asked to do. */
export const withPersona = (prompt: string, brief: string): string =>
  `${prompt}\n\n<persona>\n${brief}\n</persona>`;

/** A prompt as it was asked: without the persona that was told behind it. */
export const withoutPersona = (text: string): string => {
  if (!text.trimEnd().endsWith("</persona>")) return text;
  const at = text.search(/\s<persona>\s+You are /);
  return at === -1 ? text : text.slice(0, at).trimEnd();
};
