//! Bringing A and B to where a test begins.

use serde_json::json;

use super::{A, B, C, Server};

/// Where A and B stand with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The service is on in A, B and C.
    On,
    /// A added B.
    Created,
    /// A invited B.
    Invited,
    /// B accepted.
    Enabled,
    /// B declined.
    Declined,
    /// B accepted and left.
    Resigned,
    /// B accepted and A removed it.
    Removed,
}

impl Stage {
    /// The steps that lead here.
    fn path(self) -> impl Iterator<Item = Stage> {
        use Stage::{Created, Enabled, Invited, On};
        let before: &[Stage] = match self {
            Stage::On => &[],
            Created => &[On],
            Invited => &[On, Created],
            Enabled | Stage::Declined => &[On, Created, Invited],
            Stage::Resigned | Stage::Removed => &[On, Created, Invited, Enabled],
        };
        before.iter().copied().chain([self])
    }
}

impl Server {
    /// A server on which Security Hub stands so.
    pub(crate) fn hub_at(stage: Stage) -> Server {
        let server = Server::new();
        server.hub_to(stage);
        server
    }

    /// Takes all steps between A and B in Security Hub, from the first.
    pub(crate) fn hub_to(&self, stage: Stage) {
        stage.path().for_each(|step| self.hub_step(step));
    }

    /// A server on which Macie stands so.
    pub(crate) fn macie_at(stage: Stage) -> Server {
        let server = Server::new();
        server.macie_to(stage);
        server
    }

    /// Takes all steps between A and B in Macie, from the first.
    pub(crate) fn macie_to(&self, stage: Stage) {
        stage.path().for_each(|step| self.macie_step(step));
    }

    /// Takes one more step between A and B in Security Hub.
    pub(crate) fn hub_step(&self, step: Stage) {
        let (a, b) = (self.hub(A), self.hub(B));
        let (of_a, of_b) = (json!({ "AccountIds": [A] }), json!({ "AccountIds": [B] }));
        let created = json!({ "AccountDetails": [{ "AccountId": B, "Email": "b@example.com" }] });
        let (who, target, body) = match step {
            Stage::On => {
                for account in [A, B] {
                    self.hub(account).ok("POST", "/accounts", json!({}));
                }
                (&self.hub(C), "/accounts", json!({}))
            }
            Stage::Created => (&a, "/members", created),
            Stage::Invited => (&a, "/members/invite", of_b),
            Stage::Enabled => {
                let body = json!({ "AdministratorId": A, "InvitationId": b.invitation(A) });
                (&b, "/administrator", body)
            }
            Stage::Declined => (&b, "/invitations/decline", of_a),
            Stage::Resigned => (&b, "/administrator/disassociate", json!({})),
            Stage::Removed => (&a, "/members/disassociate", of_b),
        };
        who.ok("POST", target, body);
    }

    /// Takes one more step between A and B in Macie.
    pub(crate) fn macie_step(&self, step: Stage) {
        let (a, b) = (self.macie(A), self.macie(B));
        let (of_a, of_b) = (json!({ "accountIds": [A] }), json!({ "accountIds": [B] }));
        let created = json!({ "account": { "accountId": B, "email": "b@example.com" } });
        let (who, target, body) = match step {
            Stage::On => {
                for account in [A, B] {
                    self.macie(account).ok("POST", "/macie", json!({}));
                }
                (&self.macie(C), "/macie", json!({}))
            }
            Stage::Created => (&a, "/members", created),
            Stage::Invited => (&a, "/invitations", of_b),
            Stage::Enabled => {
                let body = json!({ "administratorAccountId": A, "invitationId": b.invitation(A) });
                (&b, "/invitations/accept", body)
            }
            Stage::Declined => (&b, "/invitations/decline", of_a),
            Stage::Resigned => (&b, "/administrator/disassociate", json!({})),
            Stage::Removed => (&a, "/members/disassociate/222222222222", json!({})),
        };
        who.ok("POST", target, body);
    }
}
