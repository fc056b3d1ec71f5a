import { phrases } from "./phrases.ts";

/** Sentences without a verb of their own that begin like this: "Running the tests now…", "Now the other three." */
const opener =
  /^(?:(?:ok|okay|good|great|now|still|currently|then|first)\W+)*(?:now\b|on to\b|moving on\b|\p{L}{2,}ing\b)/iu;
const onlyLooksLikeIt =
  /^(?:nothing|something|everything|anything|during|according|regarding|including|string|using)\b/iu;
const ownVerb =
  /\b(?:is|are|was|were|be|has|have|had|will|would|can|could|should|must|may|does|did|do|needs?|takes?|makes?|works?|means?|brings?|solves?|fixes|helps?|gives?|runs|shows?|pass(?:es)?)\b/iu;
const mostWords = 14;

/** Whether a sentence only names work: it is under way. */
export function isWorkUnderWay(text: string): boolean {
  if (/^\W*[^\s.]+(?: [^\s.]+){0,3} next\W{0,3}$/iu.test(text)) return true;
  if (!opener.test(text) || onlyLooksLikeIt.test(text) || text.includes(":")) return false;
  const [main = text] = text.split(/\b(?:to|where|which|that|who|how|because|so|until|when|if)\b/iu, 1);
  return text.split(/\s+/u).length <= mostWords && !ownVerb.test(main);
}

/** In its last words: the agent says what it does, and so has not finished. */
export const goesOn = phrases(
  ["let me", "let's see", "let's look", "let's check", "let's run", "I'll", "I will", "I am going to"],
  [
    "I'm going to",
    "I'm now",
    "I am now",
    "so I'm",
    "time to",
    "moving on",
    "carry on with",
    "I need to check",
  ],
  ["I need to look", "I need to see", "I need to find", "I need to understand", "I need to verify"],
  [
    "still running",
    "still in progress",
    "in the meantime",
    "then I'll",
    "I want to verify",
    "I want to check",
  ],
  ["ich schaue", "ich werde", "ich prüfe", "ich passe", "ich führe", "jetzt kümmere ich", "ich mache jetzt"],
  ["als nächstes", "voy a", "ahora voy", "a continuación", "je vais", "maintenant je", "ensuite, je"],
  ["次に", "これから", "実行します", "確認します", "接下来", "我将", "现在我"],
  [
    "je regarde",
    "je vérifie",
    "je lance",
    "voy a revisar",
    "estoy",
    "^on it",
    "on to the",
    "I'm trying",
    "I'm running",
  ],
  [
    "I'm checking",
    "I'm looking",
    "I want to understand",
    "I want to see",
    "確認します",
    "まず",
    "sehe ich mir",
    "lo hago ahora",
    "me falta",
  ],
);

/** Anywhere near the end: what is left to do vetoes a finish. */
export const stillToDo = phrases(
  ["next I'll", "next I will", "next, I'll", "next, I will", "I still need to", "I still have to"],
  ["still need to", "remaining: I", "I'll now", "I will now", "I'm now", "I'll continue", "I'll carry on"],
  ["continuing with", "moving on to", "I'll check back", "I'll wait", "I'll report back", "als Nächstes"],
);

/** A promise how to behave, or what happens without it: nothing is left to do. */
export const keepsInMind = phrases(
  [
    "I'll keep",
    "I'll remember",
    "I'll make sure",
    "I'll avoid",
    "I'll stick",
    "from now on",
    "in the future",
  ],
  ["I will keep", "I will remember", "I will avoid", "going forward", "I'll leave", "I'll be here", "won't"],
);
