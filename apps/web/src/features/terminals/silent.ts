import type { Terminal } from "@xterm/xterm";

const handled = () => true;

/**
 * Makes a terminal a mere picture: what programs ask of terminals tmux has answered already, and a second answer would be
 * typed into them; the clipboard, titles and palettes of the page are none of their business.
 */
export const keepSilent = ({ parser }: Pick<Terminal, "parser">): void => {
  for (const prefix of ["", "?", ">", "="]) {
    const asked = prefix === "" ? {} : { prefix };
    for (const final of ["c", "n", "q", "t", "u"]) {
      // `CSI n` without a prefix asks for a report as well; `CSI u` restores the cursor.
      if (prefix === "" && (final === "u" || final === "q")) continue;
      parser.registerCsiHandler({ ...asked, final }, handled);
    }
    parser.registerCsiHandler({ ...asked, intermediates: "$", final: "p" }, handled);
  }
  for (const intermediates of ["$", "+"]) parser.registerDcsHandler({ intermediates, final: "q" }, handled);
  for (const command of [0, 1, 2, 4, 10, 11, 12, 52, 104, 110, 111, 112]) {
    parser.registerOscHandler(command, handled);
  }
  // Whether the page has the focus is not told either.
  parser.registerCsiHandler(
    { prefix: "?", final: "h" },
    (params) => params.length === 1 && params[0] === 1004,
  );
};
