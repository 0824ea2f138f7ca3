//! Taking in a request's body, within limits.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use super::Limits;
use super::budget::{Budget, Leave};
use crate::front::BodyFault;

/// How much of a body that is too large is read and thrown away, as a multiple of the limit. A client that
/// is still sending does not see the answer, so a client that is not too far off may finish first.
const DISCARDED: usize = 32;
/// A body of so many bytes is taken in without leave: the number of connections bounds them all.
const SMALL: usize = 16 << 10;

/// A body, and the leave to keep it in memory.
pub(super) type Kept<'a> = (Bytes, Leave<&'a Budget>);

/// Why a body was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// For what it is.
    Fault(BodyFault),
    /// For want of memory.
    NoRoom,
}

/// Reads a body to its end.
pub(super) async fn read<'a>(
    body: Incoming,
    limits: &Limits,
    budget: &'a Budget,
) -> Result<Kept<'a>, NotTaken> {
    let leave = Leave::new(budget);
    if body.is_end_stream() {
        return Ok((Bytes::new(), leave));
    }
    match within(limits.request, collect(body, limits.body, leave)).await {
        Some(outcome) => outcome,
        None => Err(NotTaken::Fault(BodyFault::TooSlow)),
    }
}

async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, future).await.ok()
}

async fn collect<'a>(
    mut body: Incoming,
    limit: usize,
    mut leave: Leave<&'a Budget>,
) -> Result<Kept<'a>, NotTaken> {
    let mut taken = BytesMut::new();
    let mut length = 0;
    let mut refused = None;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| NotTaken::Fault(BodyFault::Malformed))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.remaining();
        if length > limit {
            refused = Some(NotTaken::Fault(BodyFault::TooLarge));
        } else if refused.is_none() && !leave.reaches(length.saturating_sub(SMALL)) {
            refused = Some(NotTaken::NoRoom);
        }
        if refused.is_none() {
            taken.extend_from_slice(&data);
            continue;
        }
        taken = BytesMut::new();
        leave.end();
        if length > limit.saturating_mul(DISCARDED) {
            break;
        }
    }
    refused.map_or_else(|| Ok((taken.freeze(), leave)), Err)
}
