/**
 * Requests of the AWS SDK for JavaScript, for whoever records them: `ENDPOINT` is where they go, and the credentials are
 * in the environment, as the SDK reads them. `MEMBER` is an account to add. Each of them succeeds, in this order.
 */

import { CreateMemberCommand, EnableMacieCommand, ListMembersCommand, TagResourceCommand } from "@aws-sdk/client-macie2";
import { Macie2Client } from "@aws-sdk/client-macie2";
import { CreateOrganizationCommand, ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { CreateMembersCommand, EnableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const { ENDPOINT: endpoint, MEMBER: member, ACCOUNT: account } = process.env;
const client = (Client) => new Client({ endpoint, region: "us-east-1", maxAttempts: 1 });

const hub = client(SecurityHubClient);
await hub.send(new EnableSecurityHubCommand({ Tags: { "a-key": "a value, with ünicode" } }));
await hub.send(new CreateMembersCommand({ AccountDetails: [{ AccountId: member }] }));
const macie = client(Macie2Client);
await macie.send(new EnableMacieCommand({}));
await macie.send(new CreateMemberCommand({ account: { accountId: member, email: "member@example.com" } }));
const resourceArn = `arn:aws:macie2:us-east-1:${account}:member/${member}`;
await macie.send(new TagResourceCommand({ resourceArn, tags: { team: "blue" } }));
await macie.send(new ListMembersCommand({ onlyAssociated: "false", maxResults: 10 }));
const organizations = client(OrganizationsClient);
await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
await organizations.send(new ListAccountsCommand({}));
const sts = client(STSClient);
await sts.send(new GetCallerIdentityCommand({}));
await sts.send(
  new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${member}:role/demo`, RoleSessionName: "me+you@example.com" }),
);
