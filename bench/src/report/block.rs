//! The parts of a document that runs write: each between two comments that name it.

use crate::Problem;

/// The document with this text in place of what its block had.
///
/// # Errors
/// When it has no such block.
pub(crate) fn replaced(document: &str, name: &str, text: &str) -> Result<String, Problem> {
    let (before, _, after) = split(document, name)?;
    Ok(format!("{before}\n\n{}\n\n{after}", text.trim()))
}

/// What its block has.
///
/// # Errors
/// When it has no such block.
pub(crate) fn found<'a>(document: &'a str, name: &str) -> Result<&'a str, Problem> {
    split(document, name).map(|(_, text, _)| text.trim())
}

fn split<'a>(document: &'a str, name: &str) -> Result<(&'a str, &'a str, &'a str), Problem> {
    let (start, end) = (format!("<!-- bench {name} -->"), format!("<!-- end bench {name} -->"));
    let none = || Problem::from(format!("the document has no block {start} … {end}"));
    let at = document.find(&start).ok_or_else(none)? + start.len();
    let length = document[at..].find(&end).ok_or_else(none)?;
    Ok((&document[..at], &document[at..at + length], &document[at + length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "# A\n\n<!-- bench a -->\n\nold\n\n<!-- end bench a -->\n\nby hand\n\n\
                            <!-- bench b -->\n<!-- end bench b -->\n";

    #[test]
    fn a_block_is_replaced_and_nothing_else() {
        let once = replaced(DOCUMENT, "a", "new\n").unwrap();
        assert_eq!(once, DOCUMENT.replace("old", "new"));
        assert_eq!(replaced(&once, "a", "old").unwrap(), DOCUMENT);
        let other = replaced(DOCUMENT, "b", "| x |").unwrap();
        assert!(other.ends_with("<!-- bench b -->\n\n| x |\n\n<!-- end bench b -->\n"), "{other}");
        assert_eq!(found(&other, "b").unwrap(), "| x |");
        assert_eq!(found(&other, "a").unwrap(), "old");
    }

    #[test]
    fn a_block_that_is_not_there_is_named() {
        let missing = replaced(DOCUMENT, "c", "x").unwrap_err().to_string();
        assert!(missing.contains("<!-- bench c -->"), "{missing}");
        assert!(found("<!-- bench c -->", "c").is_err());
    }
}
