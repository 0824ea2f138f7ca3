/** The control socket of a server: what its operator asks, such as the access keys of accounts. */

import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";

/** A connection to the socket at this path: `ask(request)`, which answers in turn, and `close()`. */
export function control(path) {
  const socket = createConnection(path);
  const waiting = [];
  const fail = (error) => waiting.splice(0).forEach(({ reject }) => reject(error));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server has hung up")));
  // A test program may end while it is connected.
  socket.unref();
  createInterface({ input: socket }).on("line", (line) => waiting.shift().resolve(JSON.parse(line)));
  const ask = (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      socket.write(`${JSON.stringify(request)}\n`);
    });
  return { ask, close: () => socket.destroy() };
}

/** A new access key of an account, as the SDK takes it. */
export async function createKey(line, account) {
  const answer = await line.ask({ Operation: "CreateKey", Account: account });
  assert.ok(answer.Key, JSON.stringify(answer));
  return { accessKeyId: answer.Key.AccessKeyId, secretAccessKey: answer.Key.SecretAccessKey };
}

/** A new role of an account, which the account `by` may assume. */
export async function createRole(line, account, name, by, more) {
  const role = { Account: account, Name: name, Path: "/", Trusts: [by], MaxSessionDuration: 43_200, ...more };
  const answer = await line.ask({ Operation: "CreateRole", ...role });
  assert.ok(answer.Role, JSON.stringify(answer));
}
