/**
 * The server under test: the real binary, with a store in memory, on a port that the system chooses.
 *
 * `ACCEDE_TEST_AUTH` is the mode that it runs in. In `open` the id of an account is its access key; in `verify` each
 * account is given a real key when a client of it is made first.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { control, createKey, createRole } from "./control.js";

const BUILT = fileURLToPath(new URL("../../target/release/accede", import.meta.url));
const LISTENING = /^accede listening on (http:\/\/127\.0\.0\.1:\d+)$/;
const PATIENCE = 20_000;

/** Whether servers check signatures. */
export const VERIFIES = process.env.ACCEDE_TEST_AUTH === "verify";

/**
 * Starts a server and returns it once it answers: its `url`; `credentials(account)`, as clients take them;
 * `trust(account, name, by)`, which makes a role that the account `by` may assume; and `stop()`, which asks it to end.
 */
export async function start() {
  const folder = mkdtempSync(join(tmpdir(), "accede-"));
  const path = join(folder, "control");
  const auth = VERIFIES ? ["--auth", "verify", "--control", path] : [];
  const child = spawn(binary(), ["serve", "--listen", "127.0.0.1:0", "--store", "memory", ...auth], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test program that ends early must not leave its server behind.
  process.once("exit", () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  let logged = "";
  child.stderr.on("data", (some) => (logged += some));
  const found = LISTENING.exec(await firstLine(child));
  assert.ok(found, `the server did not start:\n${logged}`);
  const line = VERIFIES ? control(path) : undefined;
  const keys = new Map();
  const trusts = new Map();
  return {
    url: found[1],
    credentials(account) {
      if (!line) return { accessKeyId: account, secretAccessKey: "not-a-secret" };
      if (!keys.has(account)) keys.set(account, createKey(line, account));
      return () => keys.get(account);
    },
    async trust(account, name, by, more = {}) {
      if (!line) return;
      const role = [account, name, by].join();
      if (!trusts.has(role)) trusts.set(role, createRole(line, account, name, by, more));
      await trusts.get(role);
    },
    async stop() {
      line?.close();
      await stop(child, () => logged);
    },
  };
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
