//! Where the functions of a Python file are, by their indentation.

use super::functions::Function;

/// Every function, methods and nested ones included.
pub(super) fn functions(text: &str) -> Vec<Function> {
    let lines = code_lines(text);
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(line) = line else { continue };
        let Some(name) = name(line) else { continue };
        let last = last_line(&lines, index, indentation(line));
        found.push(Function { name, line: index + 1, lines: last - index + 1 });
    }
    found
}

fn name(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = line.strip_prefix("async ").unwrap_or(line).strip_prefix("def ")?;
    Some(line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The last line of code that is deeper than the function's first line.
fn last_line(lines: &[Option<&str>], first: usize, depth: usize) -> usize {
    let mut last = first;
    for (index, line) in lines.iter().enumerate().skip(first + 1) {
        let Some(line) = line else { continue };
        // The end of parameters that take several lines is as deep as the first line.
        let closes = line.trim_start().starts_with([')', ']', '}']);
        if indentation(line) <= depth && !closes {
            break;
        }
        last = index;
    }
    last
}

/// The lines that hold code: neither blank, nor a comment, nor the inside of a text of several lines.
fn code_lines(text: &str) -> Vec<Option<&str>> {
    let mut inside: Option<&str> = None;
    let mut lines = Vec::new();
    for line in text.lines() {
        let was_inside = inside.is_some();
        inside = open_after(line, inside);
        let code = line.trim();
        let nothing = was_inside || code.is_empty() || code.starts_with('#');
        lines.push((!nothing).then_some(line));
    }
    lines
}

/// The quotes of the long text that is open at the end of `line`.
fn open_after<'a>(line: &str, mut inside: Option<&'a str>) -> Option<&'a str> {
    let mut rest = line;
    loop {
        let next = match inside {
            Some(quotes) => rest.find(quotes).map(|at| (at, quotes)),
            None => ["\"\"\"", "'''"].into_iter().filter_map(|q| Some((rest.find(q)?, q))).min(),
        };
        let Some((at, quotes)) = next else { return inside };
        inside = if inside.is_some() { None } else { Some(quotes) };
        rest = &rest[at + 3..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, usize, usize)> {
        functions(text).into_iter().map(|f| (f.name, f.line, f.lines)).collect()
    }

    #[test]
    fn a_function_ends_where_its_depth_does() {
        let text = "class A:\n    def one(\n        self,\n    ):\n        pass\n\n    # about two\n    \
                    async def two(self):\n        return 1\n\nx = 1\n";
        assert_eq!(found(text), [("one".into(), 2, 4), ("two".into(), 8, 2)]);
    }

    #[test]
    fn long_texts_are_no_code() {
        let text =
            "def one():\n    x = \"\"\"\ndef not_one():\n'''\n\"\"\"\n    return x\n\n\ny = 1\n";
        assert_eq!(found(text), [("one".into(), 1, 6)]);
    }

    #[test]
    fn nested_functions_are_measured_too() {
        let text = "def outer():\n    def inner():\n        pass\n    return inner\n";
        assert_eq!(found(text), [("outer".into(), 1, 4), ("inner".into(), 2, 2)]);
    }
}
