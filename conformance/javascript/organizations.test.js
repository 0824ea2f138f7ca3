/**
 * An organization by the AWS SDK for JavaScript: accounts by creation and by invitation, a delegated administrator of
 * both services, accounts that become members by themselves, its lists, its errors by type.
 */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import * as macie from "@aws-sdk/client-macie2";
import {
  AWSOrganizationsNotInUseException,
  AcceptHandshakeCommand,
  AccessDeniedException,
  AccountAlreadyRegisteredException,
  AccountNotFoundException,
  AccountNotRegisteredException,
  AlreadyInOrganizationException,
  ConstraintViolationException,
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeclineHandshakeCommand,
  DeleteOrganizationCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  DuplicateHandshakeException,
  DuplicateOrganizationalUnitException,
  EnableAWSServiceAccessCommand,
  HandshakeAlreadyInStateException,
  InvalidInputException,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListParentsCommand,
  ListRootsCommand,
  MasterCannotLeaveOrganizationException,
  MoveAccountCommand,
  OrganizationNotEmptyException,
  OrganizationsClient,
  OrganizationsServiceException,
  RegisterDelegatedAdministratorCommand,
  RemoveAccountFromOrganizationCommand,
  paginateListAWSServiceAccessForOrganization,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListHandshakesForAccount,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import * as hub from "@aws-sdk/client-securityhub";

import { connect, fresh, pages, refused, refusedUnmodelled } from "./clients.js";
import { start } from "./server.js";

describe("Organizations", () => {
  let server;
  let client;

  before(async () => {
    server = await start();
    client = (account) => connect(server)(OrganizationsClient, account);
  });
  after(() => server?.stop());

  const hubOf = (account) => connect(server)(hub.SecurityHubClient, account);
  const macieOf = (account) => connect(server)(macie.Macie2Client, account);

  /** An organization of its management account alone. */
  async function founded() {
    const management = fresh();
    const directory = client(management);
    const { Organization } = await directory.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    return { management, directory, organization: Organization };
  }

  /** A new account of an organization; its id. */
  async function create(directory, name) {
    const wanted = new CreateAccountCommand({ AccountName: name, Email: `${name}.${fresh()}@example.com` });
    const { CreateAccountStatus: requested } = await directory.send(wanted);
    const described = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: requested.Id });
    const { CreateAccountStatus: status } = await directory.send(described);
    assert.deepEqual([status.State, status.AccountName], ["SUCCEEDED", name]);
    assert.ok(status.CompletedTimestamp instanceof Date && Math.abs(Date.now() - status.CompletedTimestamp) < 60_000);
    return status.AccountId;
  }

  const invite = async (directory, account) =>
    (await directory.send(new InviteAccountToOrganizationCommand({ Target: { Type: "ACCOUNT", Id: account } })))
      .Handshake;

  test("an organization, as everybody in it sees it", async () => {
    const { management, directory, organization } = await founded();
    assert.match(organization.Id, /^o-[a-z0-9]{10,32}$/);
    assert.deepEqual([organization.MasterAccountId, organization.FeatureSet], [management, "ALL"]);
    const account = await create(directory, "a-member");
    const seen = await client(account).send(new DescribeOrganizationCommand({}));
    assert.deepEqual(seen.Organization, organization);
    const { Account } = await directory.send(new DescribeAccountCommand({ AccountId: account }));
    assert.equal(Account.Arn, `arn:aws:organizations::${management}:account/${organization.Id}/${account}`);
    assert.deepEqual([Account.Name, Account.Status, Account.JoinedMethod], ["a-member", "ACTIVE", "CREATED"]);
    assert.ok(Account.JoinedTimestamp instanceof Date && Math.abs(Date.now() - Account.JoinedTimestamp) < 60_000);
    await directory.send(new RemoveAccountFromOrganizationCommand({ AccountId: account }));
    await directory.send(new DeleteOrganizationCommand({}));
    await refused(
      directory.send(new DescribeOrganizationCommand({})),
      AWSOrganizationsNotInUseException,
      400,
      "Your account is not a member of an organization.",
    );
  });

  test("one account administers both services, and accounts become members by themselves", async () => {
    const { management, directory } = await founded();
    const administrator = await create(directory, "security");
    const before = await create(directory, "before");
    for (const ServicePrincipal of ["securityhub.amazonaws.com", "macie.amazonaws.com"]) {
      await directory.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    }
    await hubOf(management).send(
      new hub.EnableOrganizationAdminAccountCommand({ AdminAccountId: administrator }),
    );
    await macieOf(management).send(
      new macie.EnableOrganizationAdminAccountCommand({ adminAccountId: administrator }),
    );
    const { DelegatedAdministrators: delegated } = await directory.send(
      new ListDelegatedAdministratorsCommand({ ServicePrincipal: "macie.amazonaws.com" }),
    );
    assert.deepEqual(
      delegated.map((each) => each.Id),
      [administrator],
    );
    assert.ok(delegated[0].DelegationEnabledDate instanceof Date);

    const [h, m] = [hubOf(administrator), macieOf(administrator)];
    await h.send(new hub.UpdateOrganizationConfigurationCommand({ AutoEnable: true }));
    await m.send(new macie.UpdateOrganizationConfigurationCommand({ autoEnable: true }));
    assert.equal((await h.send(new hub.DescribeOrganizationConfigurationCommand({}))).AutoEnable, true);
    assert.equal((await m.send(new macie.DescribeOrganizationConfigurationCommand({}))).autoEnable, true);
    const later = await create(directory, "later");
    await checkMember(administrator, later);
    const rows = async () => (await h.send(new hub.ListMembersCommand({ OnlyAssociated: false }))).Members;
    assert.deepEqual((await rows()).map((each) => each.AccountId), [later]);

    // Who was there before is added by hand, without an invitation.
    const added = await h.send(new hub.CreateMembersCommand({ AccountDetails: [{ AccountId: before }] }));
    assert.deepEqual(added.UnprocessedAccounts, []);
    const email = "before@example.com";
    await m.send(new macie.CreateMemberCommand({ account: { accountId: before, email } }));
    await checkMember(administrator, before);
    assert.deepEqual(new Set((await rows()).map((each) => each.AccountId)), new Set([before, later]));
  });

  /** An account is a member of the administrator through the organization, in both services. */
  async function checkMember(administrator, account) {
    const { Administrator } = await hubOf(account).send(new hub.GetAdministratorAccountCommand({}));
    assert.deepEqual(Administrator, { AccountId: administrator, MemberStatus: "Enabled" });
    const found = await macieOf(account).send(new macie.GetAdministratorAccountCommand({}));
    assert.deepEqual(found.administrator, { accountId: administrator, relationshipStatus: "Enabled" });
    await refused(
      hubOf(account).send(new hub.DisassociateFromAdministratorAccountCommand({})),
      hub.AccessDeniedException,
      403,
      /./,
    );
    await refused(
      macieOf(account).send(new macie.DisassociateFromAdministratorAccountCommand({})),
      macie.AccessDeniedException,
      403,
      /./,
    );
  }

  test("an account is invited, declines, is invited again, joins and leaves", async () => {
    const { management, directory, organization } = await founded();
    const account = fresh();
    const invited = client(account);
    const first = await invite(directory, account);
    assert.deepEqual([first.State, first.Action], ["OPEN", "INVITE"]);
    assert.ok(first.ExpirationTimestamp > first.RequestedTimestamp);
    await refused(invite(directory, account), DuplicateHandshakeException, 400, /./);
    const { Handshake: declined } = await invited.send(new DeclineHandshakeCommand({ HandshakeId: first.Id }));
    assert.equal(declined.State, "DECLINED");

    const second = await invite(directory, account);
    const { Handshake: accepted } = await invited.send(new AcceptHandshakeCommand({ HandshakeId: second.Id }));
    assert.equal(accepted.State, "ACCEPTED");
    await refused(
      invited.send(new AcceptHandshakeCommand({ HandshakeId: second.Id })),
      HandshakeAlreadyInStateException,
      400,
      /./,
    );
    const listed = await pages(paginateListHandshakesForAccount({ client: invited, pageSize: 1 }, {}), "Handshakes");
    assert.deepEqual(
      new Map(listed.flat().map((each) => [each.Id, each.State])),
      new Map([
        [first.Id, "DECLINED"],
        [second.Id, "ACCEPTED"],
      ]),
    );
    assert.equal((await invited.send(new DescribeOrganizationCommand({}))).Organization.Id, organization.Id);
    await invited.send(new LeaveOrganizationCommand({}));
    const { Accounts } = await directory.send(new ListAccountsCommand({}));
    assert.deepEqual(
      Accounts.map((each) => each.Id),
      [management],
    );
  });

  test("accounts, units and trusted services come in small pages", async () => {
    const { management, directory } = await founded();
    const accounts = [];
    for (let n = 0; n < 23; n++) accounts.push(await create(directory, `account-${n}`));
    const [root] = (await directory.send(new ListRootsCommand({}))).Roots;
    const units = [];
    for (let n = 0; n < 23; n++) {
      const wanted = new CreateOrganizationalUnitCommand({ ParentId: root.Id, Name: `unit-${n}` });
      units.push((await directory.send(wanted)).OrganizationalUnit.Id);
    }
    const inside = accounts.slice(0, 12);
    for (const AccountId of inside) {
      const move = { AccountId, SourceParentId: root.Id, DestinationParentId: units[0] };
      await directory.send(new MoveAccountCommand(move));
    }
    const { Parents } = await directory.send(new ListParentsCommand({ ChildId: inside[3] }));
    assert.deepEqual(Parents, [{ Id: units[0], Type: "ORGANIZATIONAL_UNIT" }]);
    const services = Array.from({ length: 11 }, (_, n) => `service-${n}.amazonaws.com`);
    for (const ServicePrincipal of services) {
      await directory.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    }

    const config = { client: directory, pageSize: 5 };
    const ParentId = root.Id;
    await checkPages(paginateListAccounts(config, {}), "Accounts", "Id", [management, ...accounts]);
    const moved = { ParentId: units[0] };
    await checkPages(paginateListAccountsForParent(config, moved), "Accounts", "Id", inside);
    const below = paginateListOrganizationalUnitsForParent(config, { ParentId });
    await checkPages(below, "OrganizationalUnits", "Id", units);
    const trusted = paginateListAWSServiceAccessForOrganization(config, {});
    await checkPages(trusted, "EnabledServicePrincipals", "ServicePrincipal", services);
  });

  /** The pages of a list: each full but the last, and together everything once. */
  async function checkPages(paginator, items, key, wanted) {
    const found = (await pages(paginator, items)).filter((page) => page.length > 0);
    assert.ok(found.slice(0, -1).every((page) => page.length === 5));
    const ids = found.flat().map((each) => each[key]);
    assert.equal(ids.length, wanted.length);
    assert.deepEqual(new Set(ids), new Set(wanted));
  }

  test("refusals are the SDK's own exceptions", async () => {
    const { management, directory } = await founded();
    const account = await create(directory, "a-member");
    const ServicePrincipal = "securityhub.amazonaws.com";
    const register = (AccountId) =>
      directory.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    const unregister = () =>
      directory.send(new DeregisterDelegatedAdministratorCommand({ AccountId: account, ServicePrincipal }));
    const send = (command) => directory.send(command);

    await refused(send(new CreateOrganizationCommand({})), AlreadyInOrganizationException, 400, /./);
    await refusedFor(register(account), "SERVICE_ACCESS_NOT_ENABLED");
    await send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    await refusedFor(register(management), "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
    await refused(register(fresh()), AccountNotFoundException, 400, /./);
    await refused(unregister(), AccountNotRegisteredException, 400, /./);
    await register(account);
    await refused(register(account), AccountAlreadyRegisteredException, 400, /./);
    await unregister();

    await refused(send(new LeaveOrganizationCommand({})), MasterCannotLeaveOrganizationException, 400, /./);
    await refused(send(new DeleteOrganizationCommand({})), OrganizationNotEmptyException, 400, /./);
    const [root] = (await send(new ListRootsCommand({}))).Roots;
    const unit = new CreateOrganizationalUnitCommand({ ParentId: root.Id, Name: "unit" });
    await send(unit);
    await refused(send(unit), DuplicateOrganizationalUnitException, 400, /./);
    await refused(send(new ListAccountsCommand({ MaxResults: 21 })), InvalidInputException, 400, /./);
    await refused(
      client(account).send(new ListAccountsCommand({})),
      AccessDeniedException,
      400,
      "You don't have permissions to access this resource.",
    );
    await refusedUnmodelled(
      send(new CreatePolicyCommand({ Content: "{}", Description: "", Name: "p", Type: "SERVICE_CONTROL_POLICY" })),
      OrganizationsServiceException,
      "NotImplemented",
      501,
      /CreatePolicy/,
    );
  });

  /** Expects the one exception for many constraints, and its reason, which the SDK has as a member of its own. */
  async function refusedFor(call, reason) {
    const caught = call.catch((error) => error);
    await refused(call, ConstraintViolationException, 400, /./);
    assert.equal((await caught).Reason, reason);
  }
});
