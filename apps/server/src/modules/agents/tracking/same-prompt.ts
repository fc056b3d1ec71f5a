import { inOneLine, titleOf } from "./one-line.ts";

/** What stands for an image in a prompt: the CLI's own mark, and ours in the place of one that it told without. */
const imageMarks = /\[image(?: #\d+)?\]/gi;

/**
 * Whether a prompt is the one of this title. The hook and the transcript of one prompt differ in the images in it: one
 * has a mark where it was pasted, the other a block behind the text.
 */
export function isSamePrompt(title: string | null, text: string): boolean {
  if (title === null) return false;
  const other = titleOf(text);
  // A title made before the persona was left out of it has that still.
  if (title === other || title === inOneLine(text)) return true;
  const [short, long] = [title, other].map(withoutImages).sort((a, b) => a.words.length - b.words.length);
  if (short === undefined || long === undefined || !(short.hadImages || long.hadImages)) return false;
  if (namesOthers(short.numbers, long.numbers)) return false;
  return short.words === long.words || (short.isCut && long.words.startsWith(short.words));
}

/** Whether both number their images, and differently: the CLI numbers them through the session. */
const namesOthers = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((number, at) => others[at] !== undefined && others[at] !== number);

function withoutImages(title: string) {
  const isCut = title.endsWith("…");
  const whole = isCut ? title.slice(0, -1) : title;
  const words = whole.replace(imageMarks, " ").replace(/\s+/gu, " ").trim();
  const numbers = [...whole.matchAll(/\[image #(\d+)\]/gi)].flatMap(([, number]) => number ?? []);
  return { words, isCut, numbers, hadImages: whole.search(imageMarks) >= 0 };
}
