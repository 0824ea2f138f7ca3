//! As much of XML as the answers have: elements with attributes, text, five entities.

/// Whether a document is one element with what belongs into it.
pub(super) fn is_well_formed(document: &str) -> bool {
    let document = match document.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, rest)| rest).trim_start(),
        None => document,
    };
    let mut open: Vec<&str> = Vec::new();
    let mut rest = document;
    while let Some(inside) = rest.strip_prefix('<') {
        let Some((tag, after)) = inside.split_once('>') else { return false };
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return false;
        }
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) if open.pop() != Some(name) => return false,
            (false, false) => open.push(name),
            _ => {}
        }
        let (text, next) = after.split_at(after.find('<').unwrap_or(after.len()));
        if !is_text(text) || (open.is_empty() && !text.trim().is_empty()) {
            return false;
        }
        if open.is_empty() {
            return next.is_empty();
        }
        rest = next;
    }
    false
}

/// Whether every `&` begins an entity, and every character is one that XML has.
fn is_text(text: &str) -> bool {
    let entities = ["amp;", "lt;", "gt;", "quot;", "apos;"];
    let is_entity =
        |rest: &str| rest.starts_with('#') || entities.iter().any(|e| rest.starts_with(e));
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.split('&').skip(1).all(is_entity) && text.chars().all(legal) && !text.contains("]]>")
}

/// The texts of the elements that hold nothing else, by their names.
pub(super) fn leaves(document: &str) -> impl Iterator<Item = (&str, &str)> {
    document
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .filter(|(tag, text)| !tag.starts_with('/') && !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_well_formed;

    #[test]
    fn a_document_is_one_element() {
        for good in ["<A/>", "<A></A>", "<A x=\"y\"><B>1 &amp; 2</B><C/></A>"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in [
            "",
            "A",
            "<A>",
            "<A></B>",
            "<A></A><A/>",
            "<A>&</A>",
            "<A>\0</A>",
            "<A><B></A></B>",
            "<A",
        ] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }
}
