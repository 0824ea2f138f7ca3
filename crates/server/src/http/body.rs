//! Taking in a request's body, within limits.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use super::Limits;
use crate::front::BodyFault;

/// How much of a body that is too large is read and thrown away, as a multiple of the limit. A client that
/// is still sending does not see the answer, so a client that is not too far off may finish first.
const DISCARDED: usize = 32;

/// Reads a body to its end.
pub(super) async fn read(body: Incoming, limits: &Limits) -> Result<Bytes, BodyFault> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    match within(limits.request, collect(body, limits.body)).await {
        Some(outcome) => outcome,
        None => Err(BodyFault::TooSlow),
    }
}

async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, future).await.ok()
}

async fn collect(mut body: Incoming, limit: usize) -> Result<Bytes, BodyFault> {
    let mut taken = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyFault::Malformed)?.into_data() else { continue };
        length += data.remaining();
        if length <= limit {
            taken.extend_from_slice(&data);
        } else if length > limit.saturating_mul(DISCARDED) {
            break;
        }
    }
    if length <= limit { Ok(taken.freeze()) } else { Err(BodyFault::TooLarge) }
}
