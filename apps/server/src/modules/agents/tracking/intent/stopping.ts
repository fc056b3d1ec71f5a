import { phrases } from "./phrases.ts";

/** Asks for something without a question mark. */
export const asksOutright = phrases(
  ["please confirm", "please choose", "please pick", "please select", "please decide", "please approve"],
  ["please provide", "please share", "please paste", "please send", "please tell me", "please specify"],
  ["please clarify", "please enter", "please log in", "please sign in", "please answer", "please advise"],
  [
    "please run",
    "please restart",
    "please start",
    "please grant",
    "please allow",
    "please export",
    "please set",
  ],
  ["please install", "please complete", "please upload", "please let me know which", "^confirm", "^approve"],
  ["let me know which", "let me know how", "let me know what", "let me know where", "let me know when"],
  [
    "let me know whether",
    "let me know who",
    "let me know once",
    "let me know if I should",
    "let me know your",
  ],
  [
    "let me know if I can",
    "let me know if it's ok",
    "let me know if that's ok",
    "let me know if you approve",
  ],
  ["let me know if this plan", "let me know the", "let me know and I'll", "let me know before"],
  ["tell me which", "tell me how", "tell me what", "tell me where", "tell me when", "tell me whether"],
  ["tell me to", "tell me the", "if you tell me", "if you give me", "if you can share", "if you can provide"],
  ["send me", "give me … go-ahead", "give me … thumbs up", "give me access", "give the word", "say the word"],
  [
    "reply with",
    "respond with",
    "answer with",
    "type quote",
    "type yes",
    "press enter",
    "^pick one",
    "^choose",
  ],
  ["^pick", "^select", "your call", "switch me to", "run me again", "you decide", "up to you"],
);

/** Says that it stopped for the person. */
export const stoppedForPerson = phrases(
  [
    "waiting for your approval",
    "waiting for your decision",
    "waiting for your reply",
    "waiting for your answer",
  ],
  ["waiting for your input", "waiting for your response", "waiting for your confirmation", "waiting on you"],
  ["waiting for your go-ahead", "waiting for you", "waiting for approval", "waiting for confirmation"],
  [
    "awaiting your",
    "awaiting approval",
    "awaiting confirmation",
    "awaiting input",
    "^need input",
    "input needed",
  ],
  ["decision needed", "need a decision", "need your decision", "need your help", "need your input"],
  [
    "need your approval",
    "I need your",
    "I need you to",
    "I need … from you",
    "I need to know",
    "I'll need you to",
  ],
  [
    "I'll need your",
    "I'd like your",
    "your sign-off",
    "your go-ahead",
    "your green light",
    "the green light",
  ],
  ["your explicit", "your OK", "without your", "ready when you are", "when you're ready", "requires you to"],
  ["you need to … first", "you'd have to", "you will have to", "I can't do that for you", "do this yourself"],
  ["run this yourself", "ping me", "come back to me", "get back to me", "point me to", "give me the"],
  [
    "I can't continue",
    "I cannot continue",
    "I can't proceed",
    "I cannot proceed",
    "can't go on",
    "I'm blocked",
  ],
  ["I am blocked", "I'm stuck", "^permission denied", "^access denied", "I'm in read-only mode"],
  ["I don't have access", "I don't have permission", "I do not have permission", "I do not have access"],
  [
    "I'm not authorized",
    "I'm not authorised",
    "requires your approval",
    "needs your approval",
    "I've paused",
  ],
  [
    "I need the",
    "I need a",
    "I need an",
    "I need two",
    "I need some",
    "I need more",
    "I need access",
    "to finish … I need",
  ],
  ["correct me if I'm wrong", "hear from you", "holding off", "come back here and", "please check that"],
  ["manual action", "manual step", "someone with … has to", "someone … needs to … before"],
  ["(y/n)", "[y/n]", "(yes/no)", "[yes/no]"],
);

/** What the person has to do first, where the agent speaks of itself in the same sentence. */
export const waitsForCondition = phrases(
  ["before I can", "before I continue", "before I proceed", "before I go on", "before I make any changes"],
  [
    "before I apply",
    "before I run it",
    "before I start",
    "before I change",
    "before I push",
    "before I delete",
  ],
  [
    "before going further",
    "until you",
    "once you",
    "once I have",
    "as soon as you",
    "after you've",
    "unless you",
  ],
  ["whenever you", "if you're happy", "if you agree", "if that's fine"],
);

/** "Tell me and I'll finish the merge": what the person is to do, and what the agent does then. */
export const orderAndPromise =
  /^\W{0,4}(?!I\b|it\b|the\b|this\b|that\b|then\b|\p{L}+ing\b)\p{L}+(?: (?!I'll\b|I will\b)[^\s.!?]+){0,14}?,? (?:and|then|so) (?:then )?(?:I'll|I will|I can)\b/iu;

/** The same in other languages. */
export const stoppedElsewhere = phrases(
  [
    "bitte bestätige",
    "bitte bestätigen",
    "bitte wähle",
    "bitte gib",
    "bitte sag mir",
    "sag mir, welche",
    "sag mir, ob",
  ],
  ["bevor ich … kann", "bevor ich weitermache", "bevor ich fortfahre", "warte auf deine", "warte auf Ihre"],
  [
    "sobald du",
    "sobald Sie",
    "ich brauche dein",
    "ich brauche noch",
    "ich benötige",
    "gib mir Bescheid, welche",
  ],
  ["por favor, confirma", "por favor confirma", "confirma antes", "dime cuál", "dime qué", "dime si quieres"],
  [
    "antes de continuar",
    "necesito tu",
    "necesito que",
    "necesito el",
    "necesito la",
    "espero tu",
    "esperando tu",
  ],
  ["veuillez confirmer", "merci de confirmer", "confirmez", "dites-moi", "avant de continuer"],
  ["avant de pouvoir continuer", "j'ai besoin de", "en attente de votre", "j'attends votre"],
  [
    "教えてください",
    "確認してください",
    "選んでください",
    "お待ちしています",
    "请确认",
    "请选择",
    "请告诉我",
    "请提供",
  ],
);

/** Offers that need no reply: a sentence with one of these asks for nothing. */
export const offers = phrases(
  ["let me know if", "if you'd like", "if you like", "if you want", "if you wish", "if you prefer"],
  ["if you'd prefer", "if you need", "if needed", "feel free", "happy to", "just ask", "shout if", "glad to"],
  [
    "when you have time",
    "whenever you like",
    "whenever you want",
    "hope this helps",
    "falls du",
    "wenn du möchtest",
    "wenn du willst",
  ],
  ["si quieres", "si necesitas", "avísame si", "n'hésitez pas", "si vous souhaitez", "si vous voulez"],
);
