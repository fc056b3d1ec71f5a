import { phrases } from "./phrases.ts";

const pronouns = ["I", "you", "we", "this", "that", "it", "there", "the"];
const verbs = ["is", "are", "do", "does", "shall", "can", "could", "would", "may"];

/** Sentences that begin like this ask, even where their question mark went into a quotation. */
export const inverted = phrases(
  verbs.flatMap((verb) => pronouns.map((pronoun) => `^${verb} ${pronoun}`)),
  // "Did it" and "Did the three tasks" report.
  ["^did I", "^did we", "^did you"],
  // "Should it fail, …" is a condition.
  ["^should I", "^should we", "^want me to", "^do you want"],
);

/** Questions told of, not asked: "The mail starts with the question every customer has: what do I do first?" */
export const toldOf = phrases([
  "the question … :",
  "asks … :",
  "asked … :",
  "reads … :",
  "says … :",
  "titled … :",
]);

/** Questions put to the person: they stay open with a reason or a recommendation behind them. */
export const addressed = phrases(
  ["should I", "shall I", "may I", "can I", "could I", "want me to", "like me to", "for me to"],
  [
    "do you",
    "did you",
    "are you",
    "would you",
    "could you",
    "can you",
    "will you",
    "have you",
    "ok with you",
  ],
  ["you'd like", "you want", "you prefer", "your preference", "any preference", "any objection", "^thoughts"],
  ["^which", "which one", "which of", "^ok to", "^okay to", "^is it ok", "is that ok", "is this ok"],
  ["what … should", "where … should", "when … should", "who … should", "how … should", "^should"],
  [
    "^ready to",
    "^sound good",
    "^sounds good",
    "look right",
    "looks right",
    "is that correct",
    "is this correct",
  ],
  ["^are there", "^is there", "^does this", "^does that", "^is this", "^is that"],
  ["soll ich", "sollen wir", "möchtest du", "möchten Sie", "willst du", "wollen Sie", "^welche", "^welcher"],
  ["^welches", "bevorzugst", "darf ich", "kannst du", "können Sie", "passt das"],
  ["quieres", "quiere que", "prefieres", "prefiere", "^cuál", "cuál de", "debo", "debería", "puedes"],
  [
    "voulez-vous",
    "veux-tu",
    "préférez-vous",
    "préfères-tu",
    "^lequel",
    "laquelle",
    "dois-je",
    "souhaitez-vous",
  ],
  ["pouvez-vous", "devo", "vuoi", "preferisci", "quer que", "prefere", "devo"],
  ["ますか", "ですか", "ましょうか", "할까요", "까요", "吗", "哪"],
);

/** A list of questions is the agent's own after one of these; else it may be what it wrote for others. */
export const announcesQuestions = phrases(
  ["clarify", "clarification", "I have … question", "a few question", "some question", "two question"],
  [
    "three question",
    "following question",
    "need to know",
    "need your input",
    "need … answer",
    "open question",
  ],
  ["before I … :", "confirm the following", "let me know", "tell me", "please answer", "noch Fragen an dich"],
  ["habe … Fragen", "ein paar Fragen", "tengo … pregunta", "j'ai … question", "quelques questions"],
);

/** Questions that nobody has to answer. */
export const courtesy = phrases(
  ["anything else", "something else I can", "any other questions", "what else can I", "how can I help"],
  ["how may I help", "how can I assist", "how may I assist", "what can I do for you", "what can I help"],
  ["sonst noch", "noch etwas", "womit kann ich", "wie kann ich … helfen"],
  ["algo más", "en qué puedo", "autre chose", "comment puis-je", "qualcos'altro", "mais alguma coisa"],
  ["他に", "还有什么"],
);

/** What the agent says to a question of its own. */
export const answersItself = phrases(
  [
    "^because",
    "^since",
    "^yes",
    "^no",
    "^it turns out",
    "^turns out",
    "^the answer",
    "^the reason",
    "^that's",
  ],
  ["^it's because", "^this is because", "^let me", "^let's", "^weil", "^porque", "^parce que"],
);
