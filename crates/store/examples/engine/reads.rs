//! What a load takes.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use accede_membership::{InvitationState, Page, Read, Status, StatusSet};
use accede_store::{SqliteStore, Store};

use crate::Done;
use crate::shape::{account, mixed, pair, reads, scope};

pub(crate) async fn read(file: &Path, accounts: u64, shape: &str, count: u64) -> Done<()> {
    let store = SqliteStore::open(file, [7; 32])?;
    let (scope, start, mut found) = (scope(), Instant::now(), 0);
    for number in 0..count {
        let reads = loads(shape, accounts, mixed(number))?;
        let loaded = black_box(store.load(Some(&scope), &reads).await?);
        found += loaded.view.invitations.len() + loaded.view.rows.len() + loaded.seen.len();
        found += usize::try_from(loaded.view.invitation_count)?;
    }
    let each = start.elapsed().as_secs_f64() * 1e6 / count as f64;
    println!("{shape}: {each:.2} us a load, {:.1} records", found as f64 / count as f64);
    Ok(())
}

fn loads(shape: &str, accounts: u64, random: u64) -> Done<Vec<Read>> {
    let id = account(random % accounts)?;
    let page = Page { after: None, limit: if shape == "rows" { 50 } else { 20 } };
    Ok(match shape {
        "invitations" => vec![Read::Standing(id), Read::InvitationPage { member: id, page }],
        "rows" => {
            let statuses = StatusSet::of(&Status::ALL);
            vec![Read::Standing(id), Read::RowPage { administrator: id, statuses, page }]
        }
        "fifty" => {
            let pairs =
                (0..50).map(|number| pair(random.wrapping_add(number) % accounts, accounts));
            let reads = pairs.map(|pair| pair.map(Read::Relationship));
            [Ok(Read::Standing(id))].into_iter().chain(reads).collect::<Done<_>>()?
        }
        "count" => vec![Read::InvitationCount { member: id, besides: InvitationState::Accepted }],
        "invite" => reads(pair(random % accounts, accounts)?).to_vec(),
        _ => return Err("what is to be read?".into()),
    })
}
