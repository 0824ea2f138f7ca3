//! Roles as operators see them.

use accede_membership::access::Role;
use serde::{Deserialize, Serialize};

use super::super::access_words::RolePlace;
use super::written;

/// A page of roles, by account and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RolesPage {
    pub(crate) roles: Vec<RoleView>,
    /// What the next page begins after; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// A role. The names are those of the IAM API, where it has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RoleView {
    /// As clients in the partition `aws` name it.
    pub(crate) arn: String,
    pub(crate) role_name: String,
    pub(crate) path: String,
    pub(crate) role_id: String,
    pub(crate) account: String,
    /// The accounts that may assume it.
    pub(crate) trusts: Vec<String>,
    /// What they must give with it; absent where nothing is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) external_id: Option<String>,
    /// In seconds.
    pub(crate) max_session_duration: u32,
    pub(crate) create_date: String,
}

impl RoleView {
    pub(crate) fn of(role: &Role) -> RoleView {
        let Role { account, name, path, .. } = role;
        RoleView {
            arn: format!("arn:aws:iam::{account}:role{path}{name}"),
            role_name: name.clone(),
            path: path.clone(),
            role_id: role.id.clone(),
            account: account.to_string(),
            trusts: role.trusts.iter().map(ToString::to_string).collect(),
            external_id: role.external_id.clone(),
            max_session_duration: role.max_session,
            create_date: written(role.created_at),
        }
    }
}

impl RolesPage {
    /// A page, and whether there are more roles.
    pub(crate) fn of(roles: &[Role], more: bool) -> RolesPage {
        let next = roles.last().filter(|_| more).map(|role| RolePlace(role.key()).to_string());
        RolesPage { roles: roles.iter().map(RoleView::of).collect(), next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_says_who_may_assume_it() {
        let mut role =
            crate::testing::role("111122223333", "Demo", &["333333333333", "222222222222"]);
        let page = RolesPage::of(std::slice::from_ref(&role), true);
        assert_eq!(page.next.as_deref(), Some("111122223333/demo"));
        assert_eq!(RolesPage::of(std::slice::from_ref(&role), false).next, None);
        let line = |role: &Role| {
            let view = RoleView::of(role);
            let line = serde_json::to_string(&view).unwrap();
            assert_eq!(serde_json::from_str::<RoleView>(&line).unwrap(), view);
            line
        };
        assert_eq!(
            line(&role),
            r#"{"Arn":"arn:aws:iam::111122223333:role/Demo","RoleName":"Demo","Path":"/","RoleId":"AROAEXAMPLEEXAMPLE234","Account":"111122223333","Trusts":["222222222222","333333333333"],"MaxSessionDuration":3600,"CreateDate":"1970-01-01T00:00:00.000Z"}"#
        );
        role.path = "/team/".to_owned();
        role.external_id = Some("an/id".to_owned());
        let text = line(&role);
        assert!(text.contains(r#":role/team/Demo""#) && text.contains(r#""ExternalId":"an/id""#));
    }
}
