//! Where the functions of a Rust file are: a scanner that knows comments and literals, and counts braces.

use super::functions::Function;

/// Every function with a body, nested ones included.
pub(super) fn functions(text: &str) -> Vec<Function> {
    let code = without_literals(text);
    let line_of = |at: usize| code[..at].matches('\n').count() + 1;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back();
        let rest = &code[at + 3..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        if let Some(length) = length(rest) {
            let line = line_of(at);
            found.push(Function { name, line, lines: line_of(at + 3 + length) - line + 1 });
        }
    }
    found
}

/// From a function's name to its closing brace; nothing if it has no body.
fn length(rest: &str) -> Option<usize> {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            b';' if braces == 0 && brackets == 0 => return None,
            b'{' => braces += 1,
            b'}' if braces <= 1 => return Some(at),
            b'}' => braces -= 1,
            _ => {}
        }
    }
    None
}

/// The same text, with comments and the insides of literals blanked out, line ends kept.
fn without_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after_word = code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let skipped = literal(rest, after_word);
        if skipped == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            let (blank, left) = rest.split_at(skipped);
            code.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = left;
        }
    }
    code
}

/// How many bytes the comment or literal at the start of `rest` has; 0 if none starts here.
fn literal(rest: &str, after_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if after_word { 0 } else { raw_string(rest) }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at < rest.len() {
        let bytes = &rest.as_bytes()[at..];
        let step = if bytes.starts_with(b"/*") || bytes.starts_with(b"*/") { 2 } else { 1 };
        match bytes {
            [b'/', b'*', ..] => depth += 1,
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => depth -= 1,
            _ => {}
        }
        at += step;
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal; a lifetime is none.
fn character(rest: &str) -> usize {
    let mut inside = rest.chars().skip(1);
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => quoted(rest, '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// `r"…"`, `r#"…"#`, and the same after `b` or `c`.
fn raw_string(rest: &str) -> usize {
    let prefix = ["r", "br", "cr"].iter().find(|prefix| {
        rest.strip_prefix(**prefix)
            .is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
    });
    let Some(prefix) = prefix else { return 0 };
    let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let start = prefix.len() + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, usize, usize)> {
        functions(text).into_iter().map(|f| (f.name, f.line, f.lines)).collect()
    }

    #[test]
    fn bodies_are_measured_and_declarations_are_not() {
        let text = "trait T {\n    fn declared(&self, x: [u8; 4]) -> u8;\n}\n\
                    pub(crate) const fn one() {}\n\nasync fn two<'a>(x: &'a str) -> fn(u8) -> u8\n{\n    inner()\n}\n";
        assert_eq!(found(text), [("one".into(), 4, 1), ("two".into(), 6, 4)]);
    }

    #[test]
    fn nested_functions_are_measured_too() {
        let text = "fn outer() {\n    fn inner() {\n        {}\n    }\n    inner();\n}\n";
        assert_eq!(found(text), [("outer".into(), 1, 6), ("inner".into(), 2, 3)]);
    }

    #[test]
    fn braces_in_literals_and_comments_do_not_count() {
        let text = "fn tricky() {\n    // } fn no() {\n    /* } /* } */ } */\n    let a = \"}\\\"}\";\n    \
                    let b = '}';\n    let c = '\\'';\n    let d = r#\"}\"}\"#;\n    let e = b\"}\";\n    \
                    let f: &'static str = br\"}\\\";\n}\n";
        assert_eq!(found(text), [("tricky".into(), 1, 10)]);
    }
}
