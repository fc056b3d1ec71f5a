import { text } from "node:stream/consumers";

/** Asks for a secret that is not shown while it is typed; from a pipe, all that comes, without its last line end. */
export async function readSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).replace(/\r?\n$/, "");
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  try {
    return await typed(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

const interrupt = "\u0003";
const erase = /[\b\u007f]/;

async function typed(keys: NodeJS.ReadStream): Promise<string> {
  let secret = "";
  for await (const pressed of keys.iterator({ destroyOnReturn: false })) {
    for (const key of String(pressed)) {
      if (key === "\r" || key === "\n") return secret;
      if (key === interrupt) process.kill(process.pid, "SIGINT");
      secret = erase.test(key) ? secret.slice(0, -1) : secret + key;
    }
  }
  return secret;
}
