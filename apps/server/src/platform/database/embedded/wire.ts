/** The bytes of the PostgreSQL frontend and backend protocol, version 3. */

const code = (letter: string): number => letter.charCodeAt(0);

/** Message types of the protocol, in either direction. */
export const messageType = {
  bind: code("B"),
  close: code("C"),
  describe: code("D"),
  error: code("E"),
  flush: code("H"),
  notification: code("A"),
  parse: code("P"),
  query: code("Q"),
  ready: code("Z"),
  sync: code("S"),
  terminate: code("X"),
} as const;

/** What `ReadyForQuery` says of the transaction. */
export const transactionStatus = { idle: code("I"), open: code("T"), failed: code("E") } as const;

const headerLength = 5;
const statement = code("S");

/** Where a message lies in a buffer: its type byte at `start`, the next message at `end`. */
export interface Span {
  type: number;
  start: number;
  end: number;
}

/** Walks the messages of a buffer that holds whole ones. */
export function* messages(bytes: Buffer): Generator<Span> {
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + bytes.readInt32BE(start + 1);
    yield { type: bytes.readUInt8(start), start, end };
    start = end;
  }
}

/** The same memory as a Buffer. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Makes a message; strings are closed by a NUL. */
export function message(type: number, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(headerLength);
  head.writeUInt8(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export const query = (sql: string): Buffer => message(messageType.query, sql);

/** Prepares a statement without parameters under a name. */
export const parse = (name: string, sql: string): Buffer =>
  Buffer.concat([message(messageType.parse, name, sql, Buffer.alloc(2)), message(messageType.sync)]);

/** Runs a statement prepared by `parse`. */
export const execute = (name: string): Buffer =>
  Buffer.concat([
    message(messageType.bind, "", name, Buffer.alloc(6)),
    message(code("E"), "", Buffer.alloc(4)),
    message(messageType.sync),
  ]);

/** The first packet of a client. */
export function startup(user: string, database: string): Buffer {
  const body = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + head.length);
  head.writeInt32BE(0x0003_0000, 4);
  return Buffer.concat([head, body]);
}

/** An error that ends the connection. */
export const fatalError = (sqlState: string, text: string): Buffer =>
  message(messageType.error, "SFATAL", "VFATAL", `C${sqlState}`, `M${text}`, Buffer.alloc(1));

/** How PostgreSQL answers BEGIN. */
export const beginAnswer = Buffer.concat([
  message(code("C"), "BEGIN"),
  message(messageType.ready, Buffer.of(transactionStatus.open)),
]);

const beginRequest = query("begin");

/** Whether the request is a plain BEGIN and nothing else. */
export const isBegin = (request: Buffer): boolean =>
  request.length === beginRequest.length &&
  request.readUInt8() === messageType.query &&
  request.toString("latin1", headerLength, request.length - 1).toLowerCase() === "begin";

/** Whether an answer is whole, that is, ends with `ReadyForQuery`. */
export const endsReady = (answer: Buffer): boolean =>
  answer.length >= 6 && answer.readUInt8(answer.length - 6) === messageType.ready;

/** The transaction status that a whole answer ends with. */
export const statusOf = (answer: Buffer): number => answer.readUInt8(answer.length - 1);

/** How many answers (`ReadyForQuery`) a buffer of requests asks for. */
export function countRequests(requests: Buffer): number {
  let count = 0;
  for (const { type } of messages(requests)) if (endsRequest(type)) count += 1;
  return count;
}

/** Whether a message of this type closes a request. */
export const endsRequest = (type: number): boolean => type === messageType.query || type === messageType.sync;

/** Where the SQL text of a Parse or Query lies; nothing for other messages. */
function textSpan(bytes: Buffer, span: Span): { from: number; to: number } | undefined {
  const body = span.start + headerLength;
  if (span.type === messageType.query) return { from: body, to: span.end - 1 };
  if (span.type !== messageType.parse) return undefined;
  const from = bytes.indexOf(0, body) + 1;
  return { from, to: bytes.indexOf(0, from) };
}

/** A request (up to its Sync or Query) and the SQL texts in it. */
export interface Request {
  bytes: Buffer;
  texts: string[];
}

/** Cuts a buffer into its requests. */
export function requestsIn(bytes: Buffer): Request[] {
  const requests: Request[] = [];
  let start = 0;
  let texts: string[] = [];
  for (const span of messages(bytes)) {
    const text = textSpan(bytes, span);
    if (text) texts.push(bytes.toString("utf8", text.from, text.to));
    if (!endsRequest(span.type)) continue;
    requests.push({ bytes: bytes.subarray(start, span.end), texts });
    start = span.end;
    texts = [];
  }
  return requests;
}

/** Where a message holds the name of a prepared statement; 0 where it holds none. */
function statementNameAt(bytes: Buffer, { type, start }: Span): number {
  const body = start + headerLength;
  if (type === messageType.parse) return body;
  if (type === messageType.bind) return bytes.indexOf(0, body) + 1;
  const namesStatement = type === messageType.describe || type === messageType.close;
  return namesStatement && bytes.readUInt8(body) === statement ? body + 1 : 0;
}

/**
 * Puts a prefix before the names of prepared statements. In PostgreSQL they belong to a connection; here all
 * connections share one session, and without a prefix they would collide.
 */
export function scopeStatements(bytes: Buffer, prefix: string): Buffer {
  const name = Buffer.from(prefix);
  const parts: Buffer[] = [];
  let copied = 0;
  for (const span of messages(bytes)) {
    const at = statementNameAt(bytes, span);
    if (at === 0 || bytes.readUInt8(at) === 0) continue;
    const head = Buffer.from(bytes.subarray(span.start, at));
    head.writeInt32BE(span.end - span.start - 1 + name.length, 1);
    parts.push(bytes.subarray(copied, span.start), head, name);
    copied = at;
  }
  return copied === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(copied)]);
}

/** The names under which a buffer of requests prepares statements. */
export function preparedNames(bytes: Buffer): string[] {
  const names: string[] = [];
  for (const { type, start } of messages(bytes)) {
    if (type !== messageType.parse) continue;
    const from = start + headerLength;
    const name = bytes.toString("utf8", from, bytes.indexOf(0, from));
    if (name !== "") names.push(name);
  }
  return names;
}

/** Forgets prepared statements; names that are not known do no harm, in a failed transaction either. */
export const forget = (names: Iterable<string>): Buffer =>
  Buffer.concat([
    ...Array.from(names, (name) => message(messageType.close, Buffer.of(statement), name)),
    message(messageType.sync),
  ]);

export interface Notification {
  channel: string;
  bytes: Buffer;
}

/** Takes the notifications out of an answer: they are for those who listen, not for whoever caused them. */
export function splitNotifications(answer: Buffer): { rest: Buffer; notifications: Notification[] } {
  const notifications: Notification[] = [];
  const rest: Buffer[] = [];
  let copied = 0;
  for (const { type, start, end } of messages(answer)) {
    if (type !== messageType.notification) continue;
    const channel = start + headerLength + 4;
    notifications.push({
      channel: answer.toString("utf8", channel, answer.indexOf(0, channel)),
      bytes: answer.subarray(start, end),
    });
    rest.push(answer.subarray(copied, start));
    copied = end;
  }
  if (copied === 0) return { rest: answer, notifications };
  return { rest: Buffer.concat([...rest, answer.subarray(copied)]), notifications };
}
