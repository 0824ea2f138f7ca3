//! As much of Markdown as the checks need: which lines are code, and which headings there are.

/// A line of a document, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// What it says.
    pub(super) text: &'a str,
    /// The language of the fenced block that it is in; empty if the fence names none.
    pub(super) fence: Option<&'a str>,
}

/// The lines of a document, without the fences themselves.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut fence = None;
    let mut lines = Vec::new();
    for (index, text) in text.lines().enumerate() {
        if let Some(language) = text.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(language.trim()) };
        } else {
            lines.push(Line { number: index + 1, text, fence });
        }
    }
    lines
}

/// The anchors of a document's headings, as GitHub makes them.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for line in lines(text).iter().filter(|line| line.fence.is_none()) {
        let title = line.text.trim_start_matches('#');
        if title.len() == line.text.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
        let slug = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let numbered = (1..).map(|n| format!("{slug}-{n}"));
        let free = std::iter::once(slug.clone()).chain(numbered).find(|a| !anchors.contains(a));
        anchors.extend(free);
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_name_their_lines() {
        let document = "a\n```sh\nb\n```\nc\n";
        let found: Vec<_> = lines(document).into_iter().map(|l| (l.number, l.fence)).collect();
        assert_eq!(found, [(1, None), (3, Some("sh")), (5, None)]);
    }

    #[test]
    fn headings_become_anchors() {
        let document = "# What `it` does!\n```\n# not this\n```\n## Twice\n## Twice\n#no\n";
        assert_eq!(anchors(document), ["what-it-does", "twice", "twice-1"]);
    }
}
