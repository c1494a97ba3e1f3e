import { connect } from "node:net";

const ANSWER_WITHIN_MS = 3_000;

/**
 * Asks a Redis one question and gives its answer as it came over the wire (`+PONG`, `$10\r\n…`). Enough for a health
 * check before the apps with their real client run. Throws when it does not answer, or answers with an error.
 */
export function askRedis(address: string, command: readonly string[]): Promise<string> {
  const url = new URL(address);
  const login = url.password === "" ? [] : [["AUTH", ...(url.username === "" ? [] : [url.username]), url.password]];
  const questions = [...login.map((words) => words.map(decodeURIComponent)), command];
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port || 6379) });
    let answer = "";
    const finish = (settle: () => void) => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => finish(() => reject(new Error(`no answer from ${url.host}`))));
    socket.on("error", (error) => finish(() => reject(error)));
    socket.on("close", () => reject(new Error(`${url.host} closed the connection without an answer`)));
    socket.on("connect", () => socket.write(questions.map(encode).join("")));
    socket.on("data", (bytes) => {
      answer += bytes.toString();
      const refused = /^-(.*)\r\n/m.exec(answer);
      if (refused) finish(() => reject(new Error(refused[1])));
      const own = login.length === 0 ? answer : answer.replace(/^\+OK\r\n/, "");
      if (own.endsWith("\r\n") && own !== "" && (login.length === 0 || own !== answer))
        finish(() => resolve(own.trimEnd()));
    });
  });
}

/** A command in Redis' own framing. */
function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
