//! SQL as words and signs. What the portable subset has no use for (comments, dollar quotes, escapes) is a fault here.

/// A piece of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A keyword or a name, in lower case.
    Word(String),
    /// A name in double quotes, as it is spelled.
    Quoted(String),
    /// A literal text.
    Text(String),
    Number(String),
    /// `$1`
    Parameter(usize),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
}

impl Token {
    pub(crate) fn word(&self) -> Option<&str> {
        if let Token::Word(word) = self { Some(word) } else { None }
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self, Token::Word(word) if word == text)
            || matches!(self, Token::Sign(sign) if *sign == text)
    }
}

/// Every sign that the portable subset has, those of two characters first.
const SIGNS: [&str; 21] = [
    "::", "<=", ">=", "<>", "||", "(", ")", "[", "]", ",", ";", ".", "=", "<", ">", "+", "-", "*",
    "/", "%", ":",
];

/// The tokens of a text; a fault is what it cannot be made of.
pub(crate) fn tokens(sql: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '"' => quoted(rest, '"').map(|(text, length)| (Token::Quoted(text), length))?,
            '\'' => quoted(rest, '\'').map(|(text, length)| (Token::Text(text), length))?,
            '$' => parameter(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => word(rest)?,
            '0'..='9' => {
                let number = run(rest, |c| c.is_ascii_digit() || c == '.');
                (Token::Number(number.to_owned()), number.len())
            }
            _ => sign(rest)?,
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn run(rest: &str, is_part: impl Fn(char) -> bool) -> &str {
    &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
}

/// What is between quotes, where two of them mean one, and its length with the quotes.
fn quoted(rest: &str, quote: char) -> Result<(String, usize), String> {
    let mut text = String::new();
    let mut inside = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = inside.next() {
        match c {
            '\\' => return Err("a backslash in quotes".to_owned()),
            _ if c != quote => text.push(c),
            _ if inside.next_if(|(_, next)| *next == quote).is_some() => text.push(quote),
            _ => return Ok((text, at + 1)),
        }
    }
    Err(format!("no end of {rest}"))
}

fn parameter(rest: &str) -> Result<(Token, usize), String> {
    let digits = run(&rest[1..], |c| c.is_ascii_digit());
    let number = digits.parse().map_err(|_| format!("a dollar quote: {rest}"))?;
    Ok((Token::Parameter(number), 1 + digits.len()))
}

fn word(rest: &str) -> Result<(Token, usize), String> {
    let word = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
    if rest[word.len()..].starts_with('\'') {
        return Err(format!("a literal with a prefix: {word}'"));
    }
    Ok((Token::Word(word.to_ascii_lowercase()), word.len()))
}

fn sign(rest: &str) -> Result<(Token, usize), String> {
    if rest.starts_with("--") || rest.starts_with("/*") {
        return Err(format!("a comment: {rest}"));
    }
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    let sign = sign.ok_or_else(|| format!("a sign of no portable operator: {rest}"))?;
    let after = &rest[sign.len()..];
    // `->>`, `@>` and the like: an operator has as many signs as there are.
    if "<>=|-+*/%".contains(&sign[..1]) && after.starts_with(['<', '>', '=', '|', '@', '#', '~']) {
        return Err(format!("a sign of no portable operator: {rest}"));
    }
    Ok((Token::Sign(sign), sign.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_names_texts_and_signs() {
        let word = |text: &str| Token::Word(text.to_owned());
        let found = tokens("SELECT a.\"B\", 'it''s' FROM x\nWHERE n >= $12::bigint-1.5").unwrap();
        let expected = [
            word("select"),
            word("a"),
            Token::Sign("."),
            Token::Quoted("B".into()),
            Token::Sign(","),
            Token::Text("it's".into()),
            word("from"),
            word("x"),
            word("where"),
            word("n"),
            Token::Sign(">="),
            Token::Parameter(12),
            Token::Sign("::"),
            word("bigint"),
            Token::Sign("-"),
            Token::Number("1.5".into()),
        ];
        assert_eq!(found, expected);
        assert_eq!(tokens(" \n"), Ok(vec![]));
    }

    #[test]
    fn what_no_statement_needs_is_a_fault() {
        for (sql, fault) in [
            ("SELECT 1 -- one", "a comment"),
            ("SELECT /* one */ 1", "a comment"),
            ("SELECT $$one$$", "a dollar quote"),
            ("SELECT $a$one$a$", "a dollar quote"),
            ("SELECT E'one'", "a literal with a prefix"),
            ("SELECT 'a\\b'", "a backslash"),
            ("SELECT 'one", "no end"),
            ("SELECT a->'b'", "operator"),
            ("SELECT a ->> 'b'", "operator"),
            ("SELECT a @> b", "operator"),
            ("SELECT a ~ b", "operator"),
            ("SELECT a != b", "operator"),
            ("SELECT a <-> b", "operator"),
            ("SELECT a && b", "operator"),
            ("SELECT żaba", "operator"),
        ] {
            assert!(tokens(sql).is_err_and(|why| why.contains(fault)), "{sql}");
        }
    }
}
