/** Roles by the AWS SDK for JavaScript: one program assumes a role in each account, and acts there. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as macie from "@aws-sdk/client-macie2";
import * as hub from "@aws-sdk/client-securityhub";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  MalformedPolicyDocumentException,
  PackedPolicyTooLargeException,
  STSClient,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";

import { connect, connectAs, fresh, refused, refusedUnmodelled, REGION } from "./clients.js";
import { start, VERIFIES } from "./server.js";

const ROLE = "OrganizationAccountAccessRole";

describe("STS", () => {
  let server;
  let as;

  before(async () => {
    server = await start();
    as = (account) => named(account, connect(server)(STSClient, account));
  });
  after(() => server?.stop());

  const roleOf = (account) => `arn:aws:iam::${account}:role/${ROLE}`;

  /** A client, and the account that it calls for. */
  const named = (account, client) => Object.assign(client, { account });

  /** The answer to a role that is assumed in an account, and trusts whoever calls; and clients with its credentials. */
  async function assume(sts, account, more = {}) {
    await server.trust(account, ROLE, sts.account);
    const command = new AssumeRoleCommand({ RoleArn: roleOf(account), RoleSessionName: "program", ...more });
    const answer = await sts.send(command);
    const credentials = {
      accessKeyId: answer.Credentials.AccessKeyId,
      secretAccessKey: answer.Credentials.SecretAccessKey,
      sessionToken: answer.Credentials.SessionToken,
      expiration: answer.Credentials.Expiration,
    };
    return { answer, credentials, client: (Client) => named(account, connectAs(server, Client, credentials)) };
  }

  /** Roles in an administrator's and in some members' accounts, all assumed by one other account. */
  async function roles(members) {
    const sts = as(fresh());
    const accounts = Array.from({ length: 1 + members }, fresh);
    const assumed = await Promise.all(accounts.map((account) => assume(sts, account)));
    const all = accounts.map((account, n) => ({ account, client: assumed[n].client }));
    return { administrator: all[0], members: all.slice(1), all };
  }

  test("a role acts for its account", async () => {
    const account = fresh();
    const { answer, credentials, client } = await assume(as(fresh()), account, { DurationSeconds: 900 });
    assert.match(credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
    const left = credentials.expiration - Date.now();
    assert.ok(left > 840_000 && left <= 900_000, `${left} ms left`);
    const arn = `arn:aws:sts::${account}:assumed-role/${ROLE}/program`;
    assert.equal(answer.AssumedRoleUser.Arn, arn);
    const { $metadata, ...identity } = await client(STSClient).send(new GetCallerIdentityCommand({}));
    assert.deepEqual(identity, { Account: account, Arn: arn, UserId: answer.AssumedRoleUser.AssumedRoleId });
  });

  test("Security Hub: roles in several accounts, up to enabled members", async () => {
    const { administrator, members, all } = await roles(3);
    for (const { client } of all) await client(hub.SecurityHubClient).send(new hub.EnableSecurityHubCommand({}));
    const a = administrator.client(hub.SecurityHubClient);
    const ids = members.map(({ account }) => account);
    const created = new hub.CreateMembersCommand({ AccountDetails: ids.map((AccountId) => ({ AccountId })) });
    assert.deepEqual((await a.send(created)).UnprocessedAccounts, []);
    const invited = await a.send(new hub.InviteMembersCommand({ AccountIds: ids }));
    assert.deepEqual(invited.UnprocessedAccounts, []);
    for (const { client } of members) {
      const m = client(hub.SecurityHubClient);
      const [invitation] = (await m.send(new hub.ListInvitationsCommand({}))).Invitations;
      assert.equal(invitation.AccountId, administrator.account);
      const { AccountId: AdministratorId, InvitationId } = invitation;
      await m.send(new hub.AcceptAdministratorInvitationCommand({ AdministratorId, InvitationId }));
      const { Administrator } = await m.send(new hub.GetAdministratorAccountCommand({}));
      assert.deepEqual(Administrator, { ...invitation, MemberStatus: "Enabled" });
    }
    const { Members } = await a.send(new hub.ListMembersCommand({}));
    assert.deepEqual(
      Members.map((each) => [each.AccountId, each.MemberStatus, each.AdministratorId]),
      ids.map((id) => [id, "Enabled", administrator.account]),
    );
  });

  test("Macie: roles in several accounts, up to enabled members", async () => {
    const { administrator, members, all } = await roles(3);
    for (const { client } of all) await client(macie.Macie2Client).send(new macie.EnableMacieCommand({}));
    const a = administrator.client(macie.Macie2Client);
    const accountIds = members.map(({ account }) => account);
    for (const accountId of accountIds) {
      await a.send(new macie.CreateMemberCommand({ account: { accountId, email: `${accountId}@example.com` } }));
    }
    const invited = await a.send(new macie.CreateInvitationsCommand({ accountIds }));
    assert.deepEqual(invited.unprocessedAccounts, []);
    for (const { client } of members) {
      const m = client(macie.Macie2Client);
      const [invitation] = (await m.send(new macie.ListInvitationsCommand({}))).invitations;
      const { accountId: administratorAccountId, invitationId } = invitation;
      await m.send(new macie.AcceptInvitationCommand({ administratorAccountId, invitationId }));
      const found = await m.send(new macie.GetAdministratorAccountCommand({}));
      assert.deepEqual(found.administrator, { ...invitation, relationshipStatus: "Enabled" });
      assert.equal(administratorAccountId, administrator.account);
    }
    const listed = await a.send(new macie.ListMembersCommand({}));
    assert.deepEqual(
      listed.members.map((each) => [each.accountId, each.relationshipStatus, each.administratorAccountId]),
      accountIds.map((id) => [id, "Enabled", administrator.account]),
    );
  });

  test("the SDK assumes a role by itself, with an external id", async () => {
    const [own, account] = [fresh(), fresh()];
    await server.trust(account, ROLE, own, { ExternalId: "an-id" });
    const by = (params) =>
      fromTemporaryCredentials({
        masterCredentials: server.credentials(own),
        params: { RoleArn: roleOf(account), RoleSessionName: "by-itself", DurationSeconds: 900, ...params },
        clientConfig: { endpoint: server.url, region: REGION },
      });
    const sts = connectAs(server, STSClient, by({ ExternalId: "an-id" }));
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:sts::${account}:assumed-role/${ROLE}/by-itself`);
    if (!VERIFIES) return;
    const denied = connectAs(server, hub.SecurityHubClient, by({ ExternalId: "another" }));
    await assert.rejects(denied.send(new hub.EnableSecurityHubCommand({})), { name: "AccessDenied" });
  });

  test("a role assumes the next one, for an hour at most", async () => {
    const first = await assume(as(fresh()), fresh());
    const account = fresh();
    const { client } = await assume(first.client(STSClient), account);
    assert.equal((await client(STSClient).send(new GetCallerIdentityCommand({}))).Account, account);
    await refusedUnmodelled(
      assume(first.client(STSClient), account, { DurationSeconds: 3601 }),
      STSServiceException,
      "ValidationError",
      400,
      /role chaining/,
    );
  });

  test("a token that was tampered with is nobody's", async () => {
    const { credentials } = await assume(as(fresh()), fresh());
    const middle = credentials.sessionToken.length >> 1;
    const other = credentials.sessionToken[middle] === "A" ? "B" : "A";
    const sessionToken =
      credentials.sessionToken.slice(0, middle) + other + credentials.sessionToken.slice(middle + 1);
    for (const wrong of [{ sessionToken }, { sessionToken: undefined }, { accessKeyId: "ASIAAAAAAAAAAAAAAAAA" }]) {
      const forged = { ...credentials, ...wrong };
      await refusedUnmodelled(
        connectAs(server, hub.SecurityHubClient, forged).send(new hub.EnableSecurityHubCommand({})),
        hub.SecurityHubServiceException,
        "UnrecognizedClientException",
        403,
        "The security token included in the request is invalid.",
      );
      await refusedUnmodelled(
        connectAs(server, STSClient, forged).send(new GetCallerIdentityCommand({})),
        STSServiceException,
        "InvalidClientTokenId",
        403,
        "The security token included in the request is invalid.",
      );
    }
  });

  test("refusals are the SDK's own exceptions", async () => {
    const sts = as(fresh());
    await refused(assume(sts, fresh(), { Policy: "not JSON" }), MalformedPolicyDocumentException, 400, /./);
    const values = Array.from({ length: 50 }, (_, n) => ({ Key: `key-${n}`, Value: "v".repeat(256) }));
    await refused(assume(sts, fresh(), { Tags: values }), PackedPolicyTooLargeException, 400, /./);
    await refusedUnmodelled(
      sts.send(new AssumeRoleCommand({ RoleArn: "arn:aws-cn:iam::111111111111:role/r", RoleSessionName: "me" })),
      STSServiceException,
      "AccessDenied",
      403,
      /is not authorized to perform: sts:AssumeRole on resource: arn:aws-cn:iam::111111111111:role\/r$/,
    );
  });
});
