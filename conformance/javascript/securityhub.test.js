/** Security Hub by the AWS SDK for JavaScript: the main flow, its lists, its errors by type, tags. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  AcceptAdministratorInvitationCommand,
  AcceptInvitationCommand,
  AccessDeniedException,
  CreateMembersCommand,
  DeclineInvitationsCommand,
  DeleteInvitationsCommand,
  DeleteMembersCommand,
  DescribeHubCommand,
  DisableSecurityHubCommand,
  DisassociateFromAdministratorAccountCommand,
  DisassociateFromMasterAccountCommand,
  DisassociateMembersCommand,
  EnableSecurityHubCommand,
  GetAdministratorAccountCommand,
  GetInsightsCommand,
  GetInvitationsCountCommand,
  GetMasterAccountCommand,
  GetMembersCommand,
  InvalidAccessException,
  InvalidInputException,
  InviteMembersCommand,
  ListInvitationsCommand,
  ListMembersCommand,
  ListTagsForResourceCommand,
  ResourceConflictException,
  ResourceNotFoundException,
  SecurityHubClient,
  SecurityHubServiceException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecurityHubConfigurationCommand,
  paginateListInvitations,
  paginateListMembers,
} from "@aws-sdk/client-securityhub";

import { connect, fresh, pages, refused, refusedUnmodelled } from "./clients.js";
import { start } from "./server.js";

describe("Security Hub", () => {
  let server;
  let client;

  before(async () => {
    server = await start();
    client = (account) => connect(server)(SecurityHubClient, account);
  });
  after(() => server?.stop());

  /** Two accounts with their hubs on. */
  async function pair() {
    const administrator = fresh();
    const member = fresh();
    const a = client(administrator);
    const m = client(member);
    for (const each of [a, m]) await each.send(new EnableSecurityHubCommand({}));
    return { administrator, member, a, m };
  }

  async function invite({ administrator, member, a, m }) {
    const created = await a.send(
      new CreateMembersCommand({ AccountDetails: [{ AccountId: member, Email: "member@example.com" }] }),
    );
    assert.deepEqual(created.UnprocessedAccounts, []);
    const invited = await a.send(new InviteMembersCommand({ AccountIds: [member] }));
    assert.deepEqual(invited.UnprocessedAccounts, []);
    const { Invitations } = await m.send(new ListInvitationsCommand({}));
    assert.equal(Invitations.length, 1);
    const [invitation] = Invitations;
    assert.deepEqual([invitation.AccountId, invitation.MemberStatus], [administrator, "Invited"]);
    assert.ok(invitation.InvitedAt instanceof Date && Math.abs(Date.now() - invitation.InvitedAt) < 60_000);
    return invitation;
  }

  const accept = (m, administrator, { InvitationId }) =>
    m.send(new AcceptAdministratorInvitationCommand({ AdministratorId: administrator, InvitationId }));

  async function row(a, member) {
    const { Members, UnprocessedAccounts } = await a.send(new GetMembersCommand({ AccountIds: [member] }));
    assert.equal(Members.length + UnprocessedAccounts.length, 1);
    return Members[0];
  }

  test("one account invites another, and both see one relationship", async () => {
    const both = await pair();
    const { administrator, member, a, m } = both;
    const invitation = await invite(both);
    assert.deepEqual((await a.send(new ListMembersCommand({}))).Members, []);
    assert.equal((await m.send(new GetInvitationsCountCommand({}))).InvitationsCount, 1);
    await accept(m, administrator, invitation);

    const accepted = { ...invitation, MemberStatus: "Enabled" };
    assert.deepEqual((await m.send(new GetAdministratorAccountCommand({}))).Administrator, accepted);
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).Invitations, [accepted]);
    assert.equal((await m.send(new GetInvitationsCountCommand({}))).InvitationsCount, 0);
    const { UpdatedAt, ...rest } = await row(a, member);
    assert.ok(UpdatedAt >= invitation.InvitedAt);
    assert.deepEqual(rest, {
      AccountId: member,
      AdministratorId: administrator,
      Email: "member@example.com",
      InvitedAt: invitation.InvitedAt,
      MasterId: administrator,
      MemberStatus: "Enabled",
    });
    assert.deepEqual((await a.send(new ListMembersCommand({}))).Members, [{ UpdatedAt, ...rest }]);
  });

  test("the member leaves, the administrator deletes, both switch off", async () => {
    const both = await pair();
    const { administrator, member, a, m } = both;
    await accept(m, administrator, await invite(both));
    await refused(
      a.send(new DisableSecurityHubCommand({})),
      InvalidInputException,
      400,
      /^Cannot disable Security Hub on the Security Hub administrator/,
    );
    await m.send(new DisassociateFromAdministratorAccountCommand({}));
    assert.equal((await row(a, member)).MemberStatus, "Resigned");
    assert.equal((await m.send(new GetAdministratorAccountCommand({}))).Administrator, undefined);
    const deleted = await a.send(new DeleteMembersCommand({ AccountIds: [member] }));
    assert.deepEqual(deleted.UnprocessedAccounts, []);
    assert.equal(await row(a, member), undefined);
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).Invitations, []);
    for (const each of [a, m]) {
      await each.send(new DisableSecurityHubCommand({}));
      await refused(each.send(new DisableSecurityHubCommand({})), ResourceNotFoundException, 404, /resource/);
    }
  });

  test("the administrator ends it, in the words of the deprecated twins", async () => {
    const both = await pair();
    const { administrator, member, a, m } = both;
    const { InvitationId } = await invite(both);
    await m.send(new AcceptInvitationCommand({ MasterId: administrator, InvitationId }));
    assert.equal((await m.send(new GetMasterAccountCommand({}))).Master.AccountId, administrator);
    await m.send(new DisassociateFromMasterAccountCommand({}));
    await m.send(new AcceptInvitationCommand({ MasterId: administrator, InvitationId }));
    const still = await a.send(new DeleteMembersCommand({ AccountIds: [member] }));
    assert.deepEqual(
      still.UnprocessedAccounts.map((each) => each.AccountId),
      [member],
    );
    await a.send(new DisassociateMembersCommand({ AccountIds: [member] }));
    assert.equal((await row(a, member)).MemberStatus, "Removed");
    assert.equal((await m.send(new GetMasterAccountCommand({}))).Master, undefined);
  });

  test("the member declines and deletes the invitation", async () => {
    const both = await pair();
    const { administrator, member, a, m } = both;
    await invite(both);
    const ids = { AccountIds: [administrator] };
    const early = await m.send(new DeleteInvitationsCommand(ids));
    assert.equal(early.UnprocessedAccounts.length, 1);
    assert.deepEqual((await m.send(new DeclineInvitationsCommand(ids))).UnprocessedAccounts, []);
    assert.equal((await row(a, member)).MemberStatus, "Resigned");
    assert.deepEqual((await m.send(new DeleteInvitationsCommand(ids))).UnprocessedAccounts, []);
    assert.deepEqual((await m.send(new ListInvitationsCommand({}))).Invitations, []);
  });

  test("members come in small pages", async () => {
    const a = client(fresh());
    await a.send(new EnableSecurityHubCommand({}));
    const members = Array.from({ length: 64 }, fresh);
    for (const some of [members.slice(50), members.slice(0, 50)]) {
      await a.send(new CreateMembersCommand({ AccountDetails: some.map((AccountId) => ({ AccountId })) }));
    }
    const list = { client: a, pageSize: 7 };
    const found = await pages(paginateListMembers(list, { OnlyAssociated: false }), "Members");
    assert.deepEqual(
      found.map((page) => page.length),
      [7, 7, 7, 7, 7, 7, 7, 7, 7, 1],
    );
    assert.deepEqual(
      found.flat().map((each) => each.AccountId),
      members,
    );
    assert.deepEqual(await pages(paginateListMembers(list, {}), "Members"), [[]]);
  });

  test("invitations come in small pages", async () => {
    const member = fresh();
    const m = client(member);
    await m.send(new EnableSecurityHubCommand({}));
    const administrators = Array.from({ length: 13 }, fresh);
    for (const each of administrators) {
      const a = client(each);
      await a.send(new EnableSecurityHubCommand({}));
      await a.send(new CreateMembersCommand({ AccountDetails: [{ AccountId: member }] }));
      await a.send(new InviteMembersCommand({ AccountIds: [member] }));
    }
    const found = await pages(paginateListInvitations({ client: m, pageSize: 4 }, {}), "Invitations");
    assert.deepEqual(
      found.map((page) => page.length),
      [4, 4, 4, 1],
    );
    assert.deepEqual(
      found.flat().map((each) => each.AccountId),
      administrators,
    );
  });

  test("refusals are the SDK's own exceptions", async () => {
    const { a } = await pair();
    await refused(
      a.send(new EnableSecurityHubCommand({})),
      ResourceConflictException,
      409,
      "Account is already subscribed to Security Hub",
    );
    const off = fresh();
    await refused(
      client(off).send(new DescribeHubCommand({})),
      InvalidAccessException,
      401,
      `Account ${off} is not subscribed to AWS Security Hub`,
    );
    await refused(a.send(new ListMembersCommand({ MaxResults: 51 })), InvalidInputException, 400, /MaxResults/);
  });

  test("a member's settings are its administrator's", async () => {
    const both = await pair();
    await accept(both.m, both.administrator, await invite(both));
    const change = new UpdateSecurityHubConfigurationCommand({ ControlFindingGenerator: "STANDARD_CONTROL" });
    await refused(both.m.send(change), AccessDeniedException, 403, /administrator/);
    await both.a.send(change);
    for (const each of [both.a, both.m]) {
      assert.equal((await each.send(new DescribeHubCommand({}))).ControlFindingGenerator, "STANDARD_CONTROL");
    }
  });

  test("codes outside the model arrive with their names", async () => {
    const off = client(fresh());
    await refusedUnmodelled(
      off.send(new ListMembersCommand({})),
      SecurityHubServiceException,
      "BadRequestException",
      400,
      "The request is rejected since no such resource found.",
    );
    const { administrator, m } = await pair();
    await refusedUnmodelled(
      accept(m, administrator, { InvitationId: "0".repeat(32) }),
      SecurityHubServiceException,
      "BadRequestException",
      400,
      /has no pending invitation/,
    );
    await refusedUnmodelled(
      off.send(new GetInsightsCommand({})),
      SecurityHubServiceException,
      "NotImplemented",
      501,
      /GetInsights/,
    );
  });

  test("the hub has tags", async () => {
    const account = fresh();
    const a = client(account);
    await a.send(new EnableSecurityHubCommand({ Tags: { team: "security" } }));
    const { HubArn: ResourceArn } = await a.send(new DescribeHubCommand({}));
    assert.equal(ResourceArn, `arn:aws:securityhub:us-east-1:${account}:hub/default`);
    await a.send(new TagResourceCommand({ ResourceArn, Tags: { env: "test", "a:b/c": "" } }));
    await a.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["team", "a:b/c"] }));
    const { Tags } = await a.send(new ListTagsForResourceCommand({ ResourceArn }));
    assert.deepEqual(Tags, { env: "test" });
  });
});
