/** The server under test: the real binary, with a store in memory, on a port that the system chooses. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../target/release/accede", import.meta.url));
const LISTENING = /^accede listening on (http:\/\/127\.0\.0\.1:\d+)$/;
const PATIENCE = 20_000;

/** Starts a server and returns it once it answers: its `url`, and `stop()`, which asks it to end. */
export async function start() {
  const child = spawn(binary(), ["serve", "--listen", "127.0.0.1:0", "--store", "memory"], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test program that ends early must not leave its server behind.
  process.once("exit", () => child.kill("SIGKILL"));
  let logged = "";
  child.stderr.on("data", (some) => (logged += some));
  const found = LISTENING.exec(await firstLine(child));
  assert.ok(found, `the server did not start:\n${logged}`);
  return { url: found[1], stop: () => stop(child, () => logged) };
}

/** The binary, as built for users unless ACCEDE_BIN names another. */
function binary() {
  const path = process.env.ACCEDE_BIN || BUILT;
  assert.ok(existsSync(path), `no server at ${path}: build it, or set ACCEDE_BIN`);
  return path;
}

async function firstLine(child) {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  try {
    for await (const line of createInterface({ input: child.stdout })) return line;
    return "";
  } finally {
    clearTimeout(timer);
  }
}

async function stop(child, logged) {
  assert.equal(child.exitCode, null, `the server died:\n${logged()}`);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const [code] = await ended;
  clearTimeout(timer);
  assert.equal(code, 0, `the server did not end well:\n${logged()}`);
}
