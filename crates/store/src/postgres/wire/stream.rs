//! What bytes go through.

use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

/// What can be read and written.
pub(in super::super) trait Duplex: AsyncRead + AsyncWrite + Send {}

impl<T: AsyncRead + AsyncWrite + Send> Duplex for T {}

/// A connection, secured or not.
pub(in super::super) type Stream = Pin<Box<dyn Duplex>>;
