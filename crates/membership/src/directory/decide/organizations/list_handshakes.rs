//! `ListHandshakesForAccount`, by any account; `ListHandshakesForOrganization`.

use super::{Context, Outcome, handshakes, organization_of, pages};
use crate::directory::{DirectoryReply, HandshakeState, HandshakesOf, ListPage};
use crate::{AccountId, Party, Read, View};

pub(super) fn reads(caller: AccountId, of: HandshakesOf, page: ListPage, seen: &View) -> Vec<Read> {
    let (mut reads, party) = match of {
        HandshakesOf::Account => (Vec::new(), Some(Party::Account(caller))),
        HandshakesOf::Organization => {
            let organization = seen.organization_of(caller);
            (organization_of(caller, seen), organization.map(|o| Party::Organization(o.id)))
        }
    };
    let page = page.and_one_more();
    reads.extend(party.map(|of| Read::HandshakePage { of, page }));
    reads.extend(seen.handshake_page.iter().flat_map(handshakes::parties));
    reads
}

/// A page may show less than it could: what it passes over counts.
pub(super) fn decide(
    cx: &Context<'_>,
    caller: AccountId,
    of: HandshakesOf,
    state: Option<HandshakeState>,
    page: ListPage,
) -> Outcome {
    if of == HandshakesOf::Organization {
        cx.as_reader(caller)?;
    }
    let loaded = cx.view.handshake_page.clone();
    let (handshakes, next) = pages::cut(loaded, page, |handshake| handshake.id.number());
    let shown = handshakes.into_iter().map(|handshake| handshakes::in_full(cx, handshake));
    let wanted = shown.filter(|shown| state.is_none_or(|state| shown.handshake.state == state));
    Ok(DirectoryReply::Handshakes { handshakes: wanted.collect(), next })
}
