//! Random commands over many accounts, what must hold after each, and a second model to compare with.

#![allow(dead_code, reason = "laws and simulation use their own parts of it")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

pub(crate) mod checks;
pub(crate) mod model;
pub(crate) mod steps;
pub(crate) mod table;

use accede_membership::{
    Account, AccountId, Activity, Change, Command, Decision, Kind, NewMember, Page, Pair, Read,
    Refusal, Relationship, Reply, Row, Rules, Service, Standing, Status, Subject, Switch, Tags,
    Tally, Timestamp, Unprocessed, World, decide, reads,
};

use proptest::sample::Index;

use crate::common::commands::EMAIL;
use crate::common::{Numbered, account};
use steps::Step;

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
    /// Everything that was ever changed, decision by decision.
    pub(crate) history: Vec<Vec<Change>>,
}

impl Sim {
    /// All accounts have the service on but the last two; the one before these is an administrator by its
    /// organization, of the quarter of accounts before it. The directory knows the email of two in three.
    pub(crate) fn of(rules: Rules, accounts: usize) -> Sim {
        let mut start = World::default();
        for index in 0..accounts {
            let directory = [Some(EMAIL), Some(OTHER_EMAIL), None][index % 3];
            let entry = directory.map(|email| Account { email: email.to_owned() });
            start.accounts.extend(entry.map(|entry| (numbered(index), entry)));
        }
        for index in 0..accounts - 2 {
            let standing = Standing { switch: Switch::Enabled, ..Standing::default() };
            start.standings.insert(numbered(index), standing);
        }
        for place in 1..=accounts / 4 {
            let member = numbered(accounts - 3 - place);
            put_into_organization(&mut start, numbered(accounts - 3), member);
        }
        let world = start.clone();
        Sim { rules, accounts, start, world, ids: Numbered::default(), clock: 1, history: vec![] }
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
        self.decide_seeing(&reads(&self.rules, caller, command), caller, command)
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
        (decide(&self.rules, caller, &view, command, self.now(), &mut ids), ids)
    }

    /// Runs a command at the time it is.
    pub(crate) fn run(&mut self, caller: AccountId, command: &Command) -> Result<Reply, Refusal> {
        let (decision, ids) = self.decide(caller, command);
        self.ids = ids;
        let decision = decision?;
        self.world.apply(&decision.changes);
        self.history.push(decision.changes);
        Ok(decision.reply)
    }

    /// Who asks for what in a step: about a relationship that is there, where the step aims at one, and
    /// with the right invitation id, where it wants that.
    pub(crate) fn resolve(&self, step: &Step) -> (AccountId, Command) {
        let mut command = self.in_this_service(step.command.clone());
        let mut caller = step.caller;
        if let Some(pair) = step.aim.and_then(|aim| self.aimed_at(aim)) {
            caller = aim_at(pair, &mut command);
        }
        if let Command::AcceptInvitation { administrator, invitation } = &mut command
            && step.right_id
            && let Some(administrator) = administrator.account()
        {
            let pair = Pair { administrator, member: caller };
            let sent = self.world.relationships.get(&pair).and_then(|r| r.invitation.as_ref());
            *invitation = sent.map(|sent| sent.id).or(*invitation);
        }
        (caller, command)
    }

    fn aimed_at(&self, (aim, at_members): (Index, bool)) -> Option<Pair> {
        let of = |r: &&Relationship| !at_members || r.is_associated();
        let pairs: Vec<Pair> =
            self.world.relationships.values().filter(of).map(|r| r.pair).collect();
        (!pairs.is_empty()).then(|| *aim.get(&pairs))
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
        let mut everything = reads(&self.rules, caller, command);
        everything.extend(all().map(Read::Standing));
        everything.extend(all().map(Read::Account));
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

/// Constructed: the commands of the organization route come later.
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

/// Clean-up as clients do it: members leave, decline and delete; administrators disassociate and delete;
/// everybody switches the service off.
pub(crate) fn clean_up(sim: &mut Sim) {
    let all: Vec<AccountId> = (0..sim.accounts).map(numbered).collect();
    for &one in &all {
        let on = Command::EnableService {
            settings: Tags::new(),
            tags: Tags::new(),
            activity: Activity::Enabled,
        };
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
    for &one in &all {
        must(sim, one, Command::DisableService);
    }
}

fn must(sim: &mut Sim, caller: AccountId, command: Command) {
    let reply = sim.run(caller, &command);
    assert_eq!(reply.map(|reply| refusals(&reply)), Ok(vec![]), "{caller}: {command:?}");
}
