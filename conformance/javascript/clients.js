/** Unmodified clients of the AWS SDK, one for each account, and how they are expected to be refused. */

import assert from "node:assert/strict";
import { devNull } from "node:os";

// The user's own configuration must not reach any client.
for (const name of Object.keys(process.env)) {
  if (name.startsWith("AWS_")) delete process.env[name];
}
process.env.AWS_CONFIG_FILE = devNull;
process.env.AWS_SHARED_CREDENTIALS_FILE = devNull;

export const REGION = "us-east-1";

let accounts = 100_000_000_000;

/** The id of an account that no other test of the file uses. Each is larger than the one before. */
export const fresh = () => String(++accounts);

/** Makes clients of a server: `connect(server)(MacieClient, "111111111111")`. They do not retry. */
export const connect = (server) => (Client, account) =>
  connectAs(server, Client, server.credentials(account));

/** A client with these credentials, for instance those of a role. */
export const connectAs = (server, Client, credentials) =>
  new Client({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 });

/**
 * Expects a call to be refused with the SDK's own class for this error, so that `catch` by type works, with this
 * status and this message; the message may be a pattern.
 */
export async function refused(call, Exception, status, message) {
  const error = await rejection(call);
  assert.ok(error instanceof Exception, `not a ${Exception.name}: ${error}`);
  assert.equal(error.name, Exception.name);
  checkRefusal(error, status, message);
}

/** Expects a refusal whose code is not in the service's model: a plain error of the service with that name. */
export async function refusedUnmodelled(call, Base, name, status, message) {
  const error = await rejection(call);
  assert.ok(error instanceof Base, `not a ${Base.name}: ${error}`);
  assert.equal(error.name, name);
  checkRefusal(error, status, message);
}

async function rejection(call) {
  const { answer, error } = await call.then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  );
  assert.ok(error, `not refused: ${JSON.stringify(answer)}`);
  return error;
}

function checkRefusal(error, status, message) {
  assert.equal(error.$metadata.httpStatusCode, status);
  assert.equal(error.$fault, status < 500 ? "client" : "server");
  assert.ok(error.$metadata.requestId);
  if (message instanceof RegExp) assert.match(error.message, message);
  else assert.equal(error.message, message);
}

/** Everything that a paginator of the SDK yields, as pages of items. */
export async function pages(paginator, items) {
  const all = [];
  for await (const page of paginator) all.push(page[items]);
  return all;
}
