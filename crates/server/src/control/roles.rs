//! `accede role`: roles.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use accede_membership::access::{AccessCommand, AccessRefusal, AccessReply, Role, RoleKey};
use accede_membership::{AccountId, Timestamp};
use serde_json::{Value, json};

use super::access_words::{IamName, RolePlace};
use super::answer::{Answer, RoleView, RolesPage};
use super::handler::PAGE;
use super::order;
use super::request::Request;
use crate::audit::Order;
use crate::auth::new_role_id;
use crate::engine::{Engine, Failure};
use crate::entropy;

/// How many accounts a role may trust.
const TRUSTS: RangeInclusive<usize> = 1..=1_000;

/// Makes a role.
pub(super) async fn create(engine: &Engine, request: &Request) -> Answer {
    let Request::CreateRole { account, name, path, trusts, external_id, max_session_duration } =
        request
    else {
        return Answer::fault();
    };
    let trusts: BTreeSet<AccountId> = trusts.iter().copied().collect();
    if !TRUSTS.contains(&trusts.len()) {
        let (least, most) = (TRUSTS.start(), TRUSTS.end());
        return Answer::error("InvalidTrusts", format!("a role trusts {least} to {most} accounts"));
    }
    let role = Role {
        account: *account,
        name: name.to_string(),
        path: path.to_string(),
        id: new_role_id(*account, entropy::bytes()),
        trusts,
        external_id: external_id.as_ref().map(ToString::to_string),
        max_session: max_session_duration.seconds(),
        // The rules know better.
        created_at: Timestamp(0),
    };
    let parameters = json!({
        "roleName": role.name, "path": role.path, "trusts": role.trusts.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "externalId": role.external_id, "maxSessionDuration": role.max_session,
    });
    let order = order::of_iam("CreateRole", *account, parameters);
    change(engine, request, AccessCommand::CreateRole(role), &order).await
}

/// A page of roles.
pub(super) async fn list(
    engine: &Engine,
    request: &Request,
    account: Option<AccountId>,
    after: Option<&RolePlace>,
) -> Answer {
    let after = after.map(|RolePlace(key)| key.clone());
    let command = AccessCommand::ListRoles { account, after, limit: PAGE };
    answer(request, engine.execute_access(&command).await)
}

/// Deletes a role.
pub(super) async fn delete(
    engine: &Engine,
    request: &Request,
    account: AccountId,
    name: &IamName,
) -> Answer {
    let role = RoleKey::of(account, &name.to_string());
    let order = order::of_iam("DeleteRole", account, json!({ "roleName": name.to_string() }));
    change(engine, request, AccessCommand::DeleteRole(role), &order).await
}

type Outcome = Result<AccessReply, Failure<AccessRefusal>>;

/// Carries out a command, and records it as it was ordered.
async fn change(
    engine: &Engine,
    request: &Request,
    command: AccessCommand,
    order: &Order,
) -> Answer {
    let conclude = |now, outcome| {
        let worded = |refusal| Some(Answer::denied(request, refusal));
        order::conclude(Some(order), now, outcome, told, worded)
    };
    let outcome = engine.conclude_access(&command, conclude).await;
    answer(request, outcome.map_err(Failure::from).and_then(|it| it.map_err(Failure::Refused)))
}

/// What the record of a success has of the role.
fn told(reply: &AccessReply) -> Value {
    let AccessReply::Role(Some(role)) = reply else { return Value::Null };
    let RoleView { arn, role_id, .. } = RoleView::of(role);
    json!({ "role": { "arn": arn, "roleId": role_id } })
}

fn answer(request: &Request, outcome: Outcome) -> Answer {
    match outcome {
        Ok(AccessReply::Role(Some(role))) => Answer::Role(RoleView::of(&role)),
        Ok(AccessReply::Roles(roles, more)) => Answer::Roles(RolesPage::of(&roles, more)),
        Ok(_) => Answer::error("Fault", "the rules did not answer with a role"),
        Err(Failure::Refused(refusal)) => Answer::denied(request, refusal),
        Err(Failure::Fault) => Answer::fault(),
    }
}
