/** Macie by the AWS SDK for JavaScript: the main flow, suspension, its lists, its errors by type, tags. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  AcceptInvitationCommand,
  AccessDeniedException,
  ConflictException,
  CreateInvitationsCommand,
  CreateMemberCommand,
  DeclineInvitationsCommand,
  DeleteInvitationsCommand,
  DeleteMemberCommand,
  DisableMacieCommand,
  DisassociateFromAdministratorAccountCommand,
  DisassociateMemberCommand,
  EnableMacieCommand,
  GetAdministratorAccountCommand,
  GetBucketStatisticsCommand,
  GetInvitationsCountCommand,
  GetMacieSessionCommand,
  GetMasterAccountCommand,
  GetMemberCommand,
  ListInvitationsCommand,
  ListMembersCommand,
  ListTagsForResourceCommand,
  Macie2Client,
  Macie2ServiceException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMacieSessionCommand,
  UpdateMemberSessionCommand,
  ValidationException,
  paginateListInvitations,
  paginateListMembers,
} from "@aws-sdk/client-macie2";

import { connect, fresh, pages, refused, refusedUnmodelled } from "./clients.js";
import { start } from "./server.js";

describe("Macie", () => {
  let server;
  let client;

  before(async () => {
    server = await start();
    client = (account) => connect(server)(Macie2Client, account);
  });
  after(() => server?.stop());

  /** Two accounts with Macie on. */
  async function pair() {
    const administrator = fresh();
    const member = fresh();
    const a = client(administrator);
    const m = client(member);
    for (const each of [a, m]) await each.send(new EnableMacieCommand({}));
    return { administrator, member, a, m };
  }

  const create = (a, accountId, more = {}) =>
    a.send(new CreateMemberCommand({ account: { accountId, email: "member@example.com" }, ...more }));

  async function invite({ administrator, member, a, m }) {
    const { arn } = await create(a, member);
    assert.equal(arn, `arn:aws:macie2:us-east-1:${administrator}:member/${member}`);
    const invited = await a.send(new CreateInvitationsCommand({ accountIds: [member], message: "Please join us" }));
    assert.deepEqual(invited.unprocessedAccounts, []);
    const { invitations } = await m.send(new ListInvitationsCommand({}));
    assert.equal(invitations.length, 1);
    const [invitation] = invitations;
    assert.deepEqual([invitation.accountId, invitation.relationshipStatus], [administrator, "Invited"]);
    assert.ok(invitation.invitedAt instanceof Date && Math.abs(Date.now() - invitation.invitedAt) < 60_000);
    return invitation;
  }

  /** Two accounts of which one is the other's member. */
  async function joined() {
    const both = await pair();
    const invitation = await invite(both);
    const { invitationId } = invitation;
    await both.m.send(new AcceptInvitationCommand({ administratorAccountId: both.administrator, invitationId }));
    return { ...both, invitation };
  }

  const status = async (a, id) => (await a.send(new GetMemberCommand({ id }))).relationshipStatus;

  test("one account invites another, and both see one relationship", async () => {
    const { administrator, member, a, m, invitation } = await joined();
    const accepted = { ...invitation, relationshipStatus: "Enabled" };
    assert.deepEqual((await m.send(new GetAdministratorAccountCommand({}))).administrator, accepted);
    assert.deepEqual((await m.send(new GetMasterAccountCommand({}))).master, accepted);
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).invitations, [accepted]);
    assert.equal((await m.send(new GetInvitationsCountCommand({}))).invitationsCount, 0);
    const { $metadata, updatedAt, ...row } = await a.send(new GetMemberCommand({ id: member }));
    assert.ok(updatedAt >= invitation.invitedAt);
    assert.deepEqual(row, {
      accountId: member,
      administratorAccountId: administrator,
      arn: `arn:aws:macie2:us-east-1:${administrator}:member/${member}`,
      email: "member@example.com",
      invitedAt: invitation.invitedAt,
      masterAccountId: administrator,
      relationshipStatus: "Enabled",
      tags: {},
    });
    assert.deepEqual((await a.send(new ListMembersCommand({}))).members, [{ updatedAt, ...row }]);
  });

  test("the member leaves, the administrator deletes, both switch off", async () => {
    const { member, a, m } = await joined();
    await refused(
      m.send(new DisableMacieCommand({})),
      ConflictException,
      409,
      "Cannot disable Macie while associated with an administrator account",
    );
    await m.send(new DisassociateFromAdministratorAccountCommand({}));
    assert.equal(await status(a, member), "Resigned");
    await refused(
      a.send(new DisableMacieCommand({})),
      ConflictException,
      409,
      /member accounts are associated with your account/,
    );
    await a.send(new DeleteMemberCommand({ id: member }));
    for (const each of [a, m]) {
      await each.send(new DisableMacieCommand({}));
      await refused(each.send(new GetMacieSessionCommand({})), AccessDeniedException, 403, "Macie is not enabled");
    }
  });

  test("the administrator ends it", async () => {
    const { member, a, m } = await joined();
    await refused(
      a.send(new DeleteMemberCommand({ id: member })),
      ValidationException,
      400,
      /since it is still associated to it\.$/,
    );
    await a.send(new DisassociateMemberCommand({ id: member }));
    assert.equal(await status(a, member), "Removed");
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).invitations, []);
    await a.send(new DeleteMemberCommand({ id: member }));
    await refused(
      a.send(new GetMemberCommand({ id: member })),
      ValidationException,
      400,
      /not an associated member of account/,
    );
  });

  test("the member declines and deletes the invitation", async () => {
    const both = await pair();
    const { administrator, member, a, m } = both;
    await invite(both);
    const accountIds = [administrator];
    const declined = await m.send(new DeclineInvitationsCommand({ accountIds }));
    assert.deepEqual(declined.unprocessedAccounts, []);
    await refused(a.send(new GetMemberCommand({ id: member })), ValidationException, 400, /not an associated member/);
    const [dead] = (await m.send(new ListInvitationsCommand({}))).invitations;
    assert.equal(dead.relationshipStatus, "Resigned");
    const deleted = await m.send(new DeleteInvitationsCommand({ accountIds }));
    assert.deepEqual(deleted.unprocessedAccounts, []);
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).invitations, []);
    const again = await m.send(new DeleteInvitationsCommand({ accountIds }));
    assert.deepEqual(
      again.unprocessedAccounts.map((each) => [each.accountId, each.errorCode]),
      [[administrator, "ClientError"]],
    );
  });

  test("the administrator suspends, the member resumes", async () => {
    const { member, a, m } = await joined();
    await a.send(new UpdateMemberSessionCommand({ id: member, status: "PAUSED" }));
    assert.equal(await status(a, member), "Paused");
    assert.equal((await m.send(new GetMacieSessionCommand({}))).status, "PAUSED");
    await refused(
      a.send(new UpdateMemberSessionCommand({ id: member, status: "ENABLED" })),
      AccessDeniedException,
      403,
      /^Only a user of the member account can re-enable Macie/,
    );
    await m.send(new UpdateMacieSessionCommand({ status: "ENABLED", findingPublishingFrequency: "ONE_HOUR" }));
    assert.equal(await status(a, member), "Enabled");
    const session = await m.send(new GetMacieSessionCommand({}));
    assert.deepEqual([session.status, session.findingPublishingFrequency], ["ENABLED", "ONE_HOUR"]);
    assert.ok(session.createdAt instanceof Date && session.updatedAt > session.createdAt);
  });

  test("members come in small pages", async () => {
    const a = client(fresh());
    await a.send(new EnableMacieCommand({}));
    const members = Array.from({ length: 61 }, fresh);
    await Promise.all(members.map((each) => create(a, each)));
    const list = { client: a, pageSize: 8 };
    const found = await pages(paginateListMembers(list, { onlyAssociated: "false" }), "members");
    assert.deepEqual(
      found.map((page) => page.length),
      [8, 8, 8, 8, 8, 8, 8, 5],
    );
    assert.deepEqual(
      found.flat().map((each) => each.accountId),
      members,
    );
    assert.deepEqual(await pages(paginateListMembers(list, {}), "members"), [[]]);
  });

  test("invitations come in small pages", async () => {
    const member = fresh();
    const m = client(member);
    await m.send(new EnableMacieCommand({}));
    const administrators = Array.from({ length: 13 }, fresh);
    for (const each of administrators) {
      const a = client(each);
      await a.send(new EnableMacieCommand({}));
      await create(a, member);
      await a.send(new CreateInvitationsCommand({ accountIds: [member] }));
    }
    const found = await pages(paginateListInvitations({ client: m, pageSize: 4 }, {}), "invitations");
    assert.deepEqual(
      found.map((page) => page.length),
      [4, 4, 4, 1],
    );
    assert.deepEqual(
      found.flat().map((each) => each.accountId),
      administrators,
    );
  });

  test("refusals are the SDK's own exceptions", async () => {
    const { a, m } = await pair();
    await refused(a.send(new EnableMacieCommand({})), ConflictException, 409, "Macie has already been enabled");
    await refused(
      m.send(new GetAdministratorAccountCommand({})),
      ResourceNotFoundException,
      404,
      "The request failed because there isn't a delegated Macie administrator for this account",
    );
    await refused(a.send(new ListMembersCommand({ maxResults: 26 })), ValidationException, 400, /maxResults/);
    await refused(
      client(fresh()).send(new ListInvitationsCommand({})),
      AccessDeniedException,
      403,
      "Macie is not enabled",
    );
  });

  test("one member too many is a quota exceeded", async () => {
    const a = client(fresh());
    await a.send(new EnableMacieCommand({}));
    const members = Array.from({ length: 1000 }, fresh);
    await Promise.all(members.map((each) => create(a, each)));
    await refused(create(a, fresh()), ServiceQuotaExceededException, 402, /maximum number of allowed members/);
    await a.send(new DeleteMemberCommand({ id: members[0] }));
    await create(a, fresh());
  });

  test("an operation that is not served says so", async () => {
    await refusedUnmodelled(
      client(fresh()).send(new GetBucketStatisticsCommand({})),
      Macie2ServiceException,
      "NotImplemented",
      501,
      /GetBucketStatistics/,
    );
  });

  test("members have tags", async () => {
    const { member, a } = await pair();
    const { arn: resourceArn } = await create(a, member, { tags: { team: "security" } });
    await a.send(new TagResourceCommand({ resourceArn, tags: { env: "test", "a:b/c": "" } }));
    await a.send(new UntagResourceCommand({ resourceArn, tagKeys: ["team", "a:b/c"] }));
    assert.deepEqual((await a.send(new ListTagsForResourceCommand({ resourceArn }))).tags, { env: "test" });
    assert.deepEqual((await a.send(new GetMemberCommand({ id: member }))).tags, { env: "test" });
  });
});
