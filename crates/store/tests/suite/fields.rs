//! Every field of every record comes back as it was stored.

use std::sync::Arc;

use accede_membership::{
    AccountId, Change, Invitation, InvitationId, InvitationState, Kind, Pair, Read, Relationship,
    Row, Standing, Status, StatusSet, Switch, Tally, Timestamp, World,
};
use accede_store::Store;

use super::make::{
    TEXTS, TIMES, account, agree, invitation_count, page, pair, put, relationship, row, scope,
};

/// Stores a relationship, and reads it in every way there is.
async fn round_trip(store: &Arc<dyn Store>, record: Relationship) {
    let Pair { administrator, member } = record.pair;
    let change = [Change::Relationship(record.pair, Some(record))];
    put(&**store, &scope(), &change).await;
    let mut world = World::default();
    world.apply(&change);
    let page = page(None, 10);
    let reads = [
        Read::Relationship(Pair { administrator, member }),
        Read::RowsOf(administrator),
        Read::RowPage { administrator, statuses: StatusSet::ALL, page },
        Read::InvitationPage { member, page },
        invitation_count(member),
    ];
    agree(&**store, &scope(), &world, &reads).await;
}

async fn round_trip_standing(store: &Arc<dyn Store>, id: AccountId, standing: Standing) {
    let change = [Change::Standing(id, Some(standing))];
    put(&**store, &scope(), &change).await;
    let mut world = World::default();
    world.apply(&change);
    agree(&**store, &scope(), &world, &[Read::Standing(id)]).await;
}

pub(crate) async fn every_status_state_and_kind(store: &Arc<dyn Store>) {
    let statuses = || Status::ALL.into_iter().map(Some).chain([None]);
    let states = || InvitationState::ALL.into_iter().map(Some).chain([None]);
    for kind in [Kind::Invitation, Kind::Organization] {
        for (status, state) in statuses().flat_map(|status| states().map(move |s| (status, s))) {
            let record = relationship(pair(1, 2), status, state);
            round_trip(store, Relationship { kind, ..record }).await;
        }
    }
}

pub(crate) async fn every_field_of_a_row_and_an_invitation(store: &Arc<dyn Store>) {
    let pair = pair(1, 2);
    let texts = TEXTS.into_iter().map(|text| Some(text.to_owned())).chain([None]);
    let ids = [0, 1, u128::MAX, 1 << 127, 0x0011_2233_4455_6677_8899_aabb_ccdd_eeff];
    let varied = texts.zip(TIMES.into_iter().cycle()).zip(ids.into_iter().cycle());
    for (turn, ((text, time), id)) in varied.enumerate() {
        let tags = TEXTS.iter().take(turn).map(|t| (format!("key {t}"), (*t).to_owned()));
        let row = Row {
            status: Status::Invited,
            email: text.clone(),
            tags: tags.collect(),
            created_at: Timestamp(time),
            updated_at: Timestamp(time.wrapping_add(1)),
            invited_at: (turn % 2 == 0).then_some(Timestamp(time.wrapping_neg())),
            message: text,
        };
        let invitation = Invitation {
            id: InvitationId(id),
            invited_at: Timestamp(time.wrapping_sub(1)),
            state: InvitationState::Pending,
        };
        let (row, invitation) = (Some(row), Some(invitation));
        round_trip(store, Relationship { pair, kind: Kind::Invitation, row, invitation }).await;
    }
}

pub(crate) async fn every_field_of_a_standing(store: &Arc<dyn Store>) {
    let texts = TEXTS.into_iter().zip(TIMES.into_iter().cycle());
    for (turn, (text, time)) in texts.enumerate() {
        for switch in [Switch::Off, Switch::Enabled, Switch::Paused] {
            let turn = turn as u64;
            let standing = Standing {
                switch,
                enabled_at: Timestamp(time),
                updated_at: Timestamp(time.wrapping_add(1)),
                settings: [(text.to_owned(), "value".to_owned())].into(),
                tags: [("key".to_owned(), text.to_owned())].into(),
                configuration: [(text.to_owned(), format!("{{\"{text}\":1}}"))].into(),
                administrator: turn.is_multiple_of(2).then_some(AccountId::MAX),
                tally: Tally {
                    rows: turn,
                    counted: turn + 1,
                    blocking: turn + 2,
                    associated: 1 << 40,
                    organization: turn + 3,
                },
            };
            round_trip_standing(store, account(1), standing).await;
        }
    }
    round_trip_standing(store, account(1), Standing::default()).await;
}

pub(crate) async fn a_record_is_replaced_as_a_whole(store: &Arc<dyn Store>) {
    let mut full = relationship(pair(1, 2), Status::Invited, InvitationState::Pending);
    let tags = [("key".to_owned(), "value".to_owned())].into();
    let email = Some("ann@example.com".to_owned());
    let invited_at = Some(Timestamp(9));
    let message = Some("welcome".to_owned());
    full.row = Some(Row { email, tags, invited_at, message, ..row(Status::Invited) });
    for status in [Some(Status::Created), None] {
        round_trip(store, full.clone()).await;
        round_trip(store, relationship(pair(1, 2), status, None)).await;
    }
    round_trip(store, full).await;
    round_trip(store, relationship(pair(1, 2), None, InvitationState::Declined)).await;
}

pub(crate) async fn account_ids_at_both_ends(store: &Arc<dyn Store>) {
    let (first, last) = (0, AccountId::MAX.number());
    for (administrator, member) in [(first, last), (last, first), (7, last), (first, 70)] {
        let pair = pair(administrator, member);
        let record = relationship(pair, Status::Invited, InvitationState::Pending);
        round_trip(store, record).await;
        round_trip_standing(store, account(member), Standing::default()).await;
        let gone = [Change::Relationship(pair, None), Change::Standing(account(member), None)];
        put(&**store, &scope(), &gone).await;
    }
}
