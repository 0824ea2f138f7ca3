//! Reads the counts from pytest's report in JUnit's format.

use crate::tally::Tally;

/// Sums the suites of a report.
///
/// # Errors
/// When it has none.
pub(super) fn count(report: &str) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let mut suites = 0;
    for tag in tags(report, "testsuite") {
        suites += 1;
        let number = |name| attribute(tag, name).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
        let failed = number("failures") + number("errors");
        let skipped = number("skipped");
        tally.failed += failed;
        tally.skipped += skipped;
        tally.passed += number("tests").saturating_sub(failed + skipped);
    }
    for tag in tags(report, "skipped") {
        tally.reasons.push(unescape(attribute(tag, "message").unwrap_or("no reason given")));
    }
    if suites == 0 { Err("pytest left no report".to_owned()) } else { Ok(tally) }
}

/// The insides of every opening tag `name`.
fn tags<'a>(report: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("<{name} ");
    let starts: Vec<usize> =
        report.match_indices(&opening).map(|(at, _)| at + opening.len()).collect();
    starts.into_iter().map(|start| {
        let rest = &report[start..];
        // An attribute's value has no bare `>`: pytest writes it as `&gt;`.
        &rest[..rest.find('>').unwrap_or(rest.len())]
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let opening = format!("{name}=\"");
    // The attribute `tests` must not be found inside another's name.
    let at = tag.match_indices(&opening).find(|(at, _)| *at == 0 || tag[..*at].ends_with(' '))?.0;
    let value = &tag[at + opening.len()..];
    value.split('"').next()
}

fn unescape(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#10;", " "), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_a_report() {
        let report = r#"<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest"
            errors="1" failures="2" skipped="1" tests="10" time="1.5"><testcase classname="a" name="b"
            time="0.0"><skipped type="pytest.skip" message="no &lt;thing&gt;">x</skipped></testcase>
            </testsuite></testsuites>"#;
        let report = report.replace("\n            ", " ");
        let tally = count(&report).unwrap();
        assert_eq!(tally.line(), "6 passed, 3 failed, 1 skipped");
        assert_eq!(tally.reasons, ["no <thing>"]);
    }

    #[test]
    fn a_report_without_suites_is_an_error() {
        assert!(count("").is_err());
    }
}
