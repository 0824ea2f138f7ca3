//! Random commands over many accounts, what must hold after each, and a second model to compare with.

#![allow(dead_code, reason = "laws and simulation use their own parts of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub(crate) mod checks;
mod directory;
pub(crate) mod model;
mod organization;
pub(crate) mod steps;
pub(crate) mod table;

use std::collections::BTreeSet;

use accede_membership::{
    AccountEvent, AccountId, Activity, Change, Command, Decision, Delegation, Kind, NewMember,
    Page, Pair, Read, Refusal, Relationship, Reply, Row, Rules, Service, Standing, Status, Subject,
    Switch, Tags, Tally, Timestamp, Unprocessed, World, decide,
};

use accede_membership::directory::Account;
use proptest::sample::Index;

use crate::common::commands::EMAIL;
use crate::common::organizations::organization_id;
use crate::common::{Numbered, account, region, settled};
use steps::{Aim, Role, Step};

/// The email of accounts to which administrators mostly give the wrong one.
pub(crate) const OTHER_EMAIL: &str = "other@example.com";

/// One scope in which many accounts ask for random things.
#[derive(Debug, Clone)]
pub(crate) struct Sim {
    pub(crate) rules: Rules,
    pub(crate) accounts: usize,
    pub(crate) start: World,
    pub(crate) world: World,
    pub(crate) ids: Numbered,
    pub(crate) clock: i64,
    /// The members whose account or Region interrupts their membership, and nothing more: those whose row showed
    /// that when it was added (S22) are none.
    pub(crate) interrupted: BTreeSet<Pair>,
    /// Everything that was ever changed, decision by decision.
    pub(crate) history: Vec<Vec<Change>>,
}

impl Sim {
    /// All accounts have the service on but the last two. The very last is the management account of an
    /// organization; the one before the last two administers it, and has the quarter of accounts before it as
    /// members. Of the others, every second one is in the organization too. The directory knows the email of two
    /// in three.
    pub(crate) fn of(rules: Rules, accounts: usize) -> Sim {
        let mut start = World::default();
        for index in 0..accounts {
            let directory = [Some(EMAIL), Some(OTHER_EMAIL), None][index % 3];
            let email = directory.map(str::to_owned);
            start.accounts.insert(numbered(index), Account { email, ..Account::default() });
        }
        for index in 0..accounts - 2 {
            let standing = Standing { switch: Switch::Enabled, ..Standing::default() };
            start.standings.insert(numbered(index), standing);
        }
        directory::organize(&mut start, &rules, accounts);
        for place in 1..=accounts / 4 {
            let member = numbered(accounts - 3 - place);
            put_into_organization(&mut start, numbered(accounts - 3), member);
        }
        let (world, ids, history) = (start.clone(), Numbered::default(), vec![]);
        Sim { rules, accounts, start, world, ids, clock: 1, interrupted: BTreeSet::new(), history }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.clock)
    }

    /// What would be decided, by what the command reads.
    pub(crate) fn decide(
        &self,
        caller: AccountId,
        command: &Command,
    ) -> (Result<Decision, Refusal>, Numbered) {
        self.decide_seeing(&settled(&self.world, &self.rules, caller, command), caller, command)
    }

    /// What would be decided by what these reads see.
    pub(crate) fn decide_seeing(
        &self,
        reads: &[Read],
        caller: AccountId,
        command: &Command,
    ) -> (Result<Decision, Refusal>, Numbered) {
        let mut ids = self.ids.clone();
        let view = self.world.load(reads);
        let now = self.now();
        (decide(&self.rules, &region(), caller, &view, command, now, &mut ids), ids)
    }

    /// Runs a command at the time it is. What happens to an account the directory records then.
    pub(crate) fn run(&mut self, caller: AccountId, command: &Command) -> Result<Reply, Refusal> {
        if !self.reaches_the_scope(caller, command) {
            self.record(caller, command);
            return Ok(Reply::Done);
        }
        let (decision, ids) = self.decide(caller, command);
        self.ids = ids;
        let decision = decision?;
        self.commit(decision.changes);
        self.record(caller, command);
        Ok(decision.reply)
    }

    fn commit(&mut self, changes: Vec<Change>) {
        for change in &changes {
            if let Change::Relationship(pair, after) = change {
                self.follow_interruption(*pair, after.as_ref());
            }
        }
        self.world.apply(&changes);
        self.history.push(changes);
    }

    /// A membership is interrupted when its row shows that, and showed a current member before.
    fn follow_interruption(&mut self, pair: Pair, after: Option<&Relationship>) {
        let before = self.world.relationships.get(&pair);
        let shows = |r: Option<&Relationship>| {
            let status = r.and_then(Relationship::status);
            matches!(status, Some(Status::AccountSuspended | Status::RegionDisabled))
        };
        if !shows(after) {
            self.interrupted.remove(&pair);
        } else if before.is_some_and(Relationship::is_associated) {
            self.interrupted.insert(pair);
        }
    }

    /// Who asks for what in a step: about a relationship that is there, where the step aims at one, and
    /// with the right invitation id, where it wants that.
    pub(crate) fn resolve(&self, step: &Step) -> (AccountId, Command) {
        if let Command::Account(event) = &step.command {
            return self.resolve_event(step, event);
        }
        let mut command = self.in_this_service(step.command.clone());
        let mut caller = self.caller_of(step);
        let about_members = !matches!(command, Command::Delegation(_));
        let aimed = step.aim.filter(|_| about_members);
        if let Some(pair) = aimed.and_then(|aim| self.aimed_at(aim, step.role)) {
            caller = aim_at(pair, &mut command);
        }
        self.name_the_administrator(step, &mut command);
        if let Command::AcceptInvitation { administrator, invitation } = &mut command
            && step.right_id
            && let Some(administrator) = administrator.account()
        {
            let pair = Pair { administrator, member: caller };
            let sent = self.world.relationships.get(&pair).and_then(|r| r.invitation.as_ref());
            *invitation = sent.map(|sent| sent.id).or(*invitation);
        }
        self.while_in_use(step, caller, command)
    }

    fn aimed_at(&self, (index, aim): (Index, Aim), role: Role) -> Option<Pair> {
        let of = |r: &&Relationship| {
            let its = role == Role::Anybody || Some(r.pair.administrator) == self.administrator();
            its && match aim {
                Aim::Any => true,
                Aim::Members => r.is_associated(),
                Aim::OutOfUse => self.is_out_of_use(r.pair.member),
            }
        };
        let pairs: Vec<Pair> =
            self.world.relationships.values().filter(of).map(|r| r.pair).collect();
        (!pairs.is_empty()).then(|| *index.get(&pairs))
    }

    /// Security Hub suspends nobody: its dialect has no such commands.
    fn in_this_service(&self, mut command: Command) -> Command {
        if self.rules.service == Service::Macie {
            return command;
        }
        match &mut command {
            Command::EnableService { activity, .. } => *activity = Activity::Enabled,
            Command::UpdateService { activity, .. } => *activity = None,
            Command::UpdateMemberSession { .. } => command = Command::GetAdministrator,
            _ => {}
        }
        command
    }

    /// Reads that see everything that there is, and what the command asked for.
    pub(crate) fn everything(&self, caller: AccountId, command: &Command) -> Vec<Read> {
        let all = || (0..self.accounts).map(numbered).chain([account(999)]);
        let mut everything = settled(&self.world, &self.rules, caller, command);
        everything.extend(all().map(Read::Standing));
        everything.extend(all().map(Read::Account));
        everything.push(Read::Organization(organization_id()));
        for administrator in all() {
            let pair = |member| Read::Relationship(Pair { administrator, member });
            everything.extend(all().map(pair));
        }
        everything
    }
}

/// The account with this index.
pub(crate) fn numbered(index: usize) -> AccountId {
    account(1_000 + index as u64)
}

/// The batch of one command, account by account; any other command is its only part.
pub(crate) fn parts(command: &Command) -> Vec<Command> {
    let each = |accounts: &[Subject], part: fn(Vec<Subject>) -> Command| {
        accounts.iter().map(|one| part(vec![one.clone()])).collect()
    };
    match command {
        Command::CreateMembers { members } => {
            let one = |member: &NewMember| Command::CreateMembers { members: vec![member.clone()] };
            members.iter().map(one).collect()
        }
        Command::InviteMembers { accounts, message } => accounts
            .iter()
            .map(|one| (vec![one.clone()], message.clone()))
            .map(|(accounts, message)| Command::InviteMembers { accounts, message })
            .collect(),
        Command::GetMembers { accounts } => each(accounts, |a| Command::GetMembers { accounts: a }),
        Command::DisassociateMembers { accounts } => {
            each(accounts, |a| Command::DisassociateMembers { accounts: a })
        }
        Command::DeleteMembers { accounts } => {
            each(accounts, |a| Command::DeleteMembers { accounts: a })
        }
        Command::DeclineInvitations { accounts } => {
            each(accounts, |a| Command::DeclineInvitations { accounts: a })
        }
        Command::DeleteInvitations { accounts } => {
            each(accounts, |a| Command::DeleteInvitations { accounts: a })
        }
        other => vec![other.clone()],
    }
}

/// The account that one part of a batch names.
pub(crate) fn subject(part: &Command) -> Option<&Subject> {
    match part {
        Command::CreateMembers { members } => members.first().map(|member| &member.account),
        Command::InviteMembers { accounts, .. }
        | Command::GetMembers { accounts }
        | Command::DisassociateMembers { accounts }
        | Command::DeleteMembers { accounts }
        | Command::DeclineInvitations { accounts }
        | Command::DeleteInvitations { accounts } => accounts.first(),
        _ => None,
    }
}

/// The refusals of a reply, in the order of the request.
pub(crate) fn refusals(reply: &Reply) -> Vec<Unprocessed> {
    crate::common::unprocessed(reply).to_vec()
}

/// Makes a command one about this relationship; gives who asks for it.
fn aim_at(pair: Pair, command: &mut Command) -> AccountId {
    let Pair { administrator, member } = pair;
    match command {
        Command::CreateMembers { members } => {
            members.iter_mut().take(1).for_each(|new| new.account = member.into());
        }
        Command::InviteMembers { accounts, .. }
        | Command::GetMembers { accounts }
        | Command::DisassociateMembers { accounts }
        | Command::DeleteMembers { accounts } => {
            accounts.iter_mut().take(1).for_each(|one| *one = member.into());
        }
        Command::UpdateMemberSession { account, .. } => *account = member.into(),
        Command::VerifyEmail { member: named } => *named = member,
        Command::DeclineInvitations { accounts } => {
            accounts.iter_mut().take(1).for_each(|one| *one = administrator.into());
            return member;
        }
        // An even number of accounts: the administrator withdraws; an odd one: the member deletes.
        Command::DeleteInvitations { accounts } => {
            let withdraws = accounts.len() % 2 == 0;
            let (caller, named) =
                if withdraws { (administrator, member) } else { (member, administrator) };
            accounts.iter_mut().take(1).for_each(|one| *one = named.into());
            return caller;
        }
        Command::AcceptInvitation { administrator: named, .. } => {
            *named = administrator.into();
            return member;
        }
        Command::DisableService
        | Command::ListMembers { .. }
        | Command::Tag { .. }
        | Command::Untag { .. }
        | Command::ListTags { .. } => {}
        _ => return member,
    }
    administrator
}

/// A member through the organization, from the beginning.
fn put_into_organization(world: &mut World, administrator: AccountId, member: AccountId) {
    let pair = Pair { administrator, member };
    let mut relationship = Relationship::created(pair, None, Tags::new(), Timestamp(0));
    relationship.kind = Kind::Organization;
    let row: &mut Row = relationship.row.as_mut().expect("created with a row");
    row.status = Status::Enabled;
    let tally = Tally::of(Some(&relationship));
    world.relationships.insert(pair, relationship);
    let standing = world.standings.get_mut(&administrator).expect("on");
    standing.tally = standing.tally.moved(Tally::default(), tally);
    world.standings.get_mut(&member).expect("on").administrator = Some(administrator);
}

/// Clean-up as clients do it, once every account is in use: members leave, decline and delete; administrators
/// disassociate and delete; the management account withdraws the designation; everybody switches the service off.
pub(crate) fn clean_up(sim: &mut Sim) {
    let all: Vec<AccountId> = (0..sim.accounts).map(numbered).collect();
    for &one in &all {
        let on = Command::EnableService {
            settings: Tags::new(),
            tags: Tags::new(),
            activity: Activity::Enabled,
            standards: false,
        };
        for event in [AccountEvent::Reinstated, AccountEvent::RegionEnabled] {
            if sim.can_happen(one, &event) {
                must(sim, one, Command::Account(event));
            }
        }
        let _ = sim.run(one, &on);
        let _ = sim.run(one, &Command::LeaveAdministrator);
    }
    let whole = Page { after: None, limit: 10_000 };
    for &one in &all {
        let statuses = accede_membership::StatusSet::ALL;
        let list = Command::ListMembers { statuses, page: whole };
        let Ok(Reply::MemberPage { members, .. }) = sim.run(one, &list) else {
            panic!("{one} cannot list its members");
        };
        for row in members {
            let accounts = vec![Subject::Account(row.pair.member)];
            must(sim, one, Command::DisassociateMembers { accounts: accounts.clone() });
            must(sim, one, Command::DeleteMembers { accounts });
        }
    }
    for &one in &all {
        let list = Command::ListInvitations { page: whole };
        let Ok(Reply::InvitationPage { invitations, .. }) = sim.run(one, &list) else {
            panic!("{one} cannot list its invitations");
        };
        for invitation in invitations {
            let accounts = vec![Subject::Account(invitation.administrator)];
            let _ = sim.run(one, &Command::DeclineInvitations { accounts: accounts.clone() });
            must(sim, one, Command::DeleteInvitations { accounts });
        }
    }
    if let Some(administrator) = sim.administrator() {
        let (account, feature) = (administrator.into(), sim.rules.service);
        let withdraw = Delegation::Withdraw { account, feature };
        must(sim, sim.management(), Command::Delegation(withdraw));
    }
    for &one in &all {
        must(sim, one, Command::DisableService);
    }
}

fn must(sim: &mut Sim, caller: AccountId, command: Command) {
    let reply = sim.run(caller, &command);
    assert_eq!(reply.map(|reply| refusals(&reply)), Ok(vec![]), "{caller}: {command:?}");
}
