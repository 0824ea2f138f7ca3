//! Lines over a socket: one for each request, one for each answer, none of them without end.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Reads a line, without its end; `None` at the end of the stream. What the stream ends with is a line too.
///
/// # Errors
///
/// [`ErrorKind::FileTooLarge`] if it has more than `max` bytes, and whatever the stream answers.
pub(super) async fn read(
    from: &mut (impl AsyncBufRead + Unpin),
    max: usize,
) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let most = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    from.take(most).read_until(b'\n', &mut line).await?;
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > max {
        return Err(ErrorKind::FileTooLarge.into());
    } else if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(line))
}

/// Writes a line and its end.
pub(super) async fn write(to: &mut (impl AsyncWrite + Unpin), mut line: Vec<u8>) -> io::Result<()> {
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one_and_have_a_limit() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut from: &[u8] = b"one\n\n12345\nlast";
            for line in [Some("one"), Some(""), Some("12345"), Some("last"), None, None] {
                let expected = line.map(|line| line.as_bytes().to_vec());
                assert_eq!(read(&mut from, 5).await.unwrap(), expected);
            }
            for mut from in [&b"123456\n"[..], b"123456", b"1234567890"] {
                assert_eq!(read(&mut from, 5).await.unwrap_err().kind(), ErrorKind::FileTooLarge);
            }
        });
    }
}
