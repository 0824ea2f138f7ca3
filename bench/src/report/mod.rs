//! What a run says: tables for the document, figures for its goals.

mod block;
mod figures;
mod goals;

pub(crate) use block::replaced;
pub(crate) use figures::{Figures, table};
pub(crate) use goals::{Goal, noted};

/// What a part has measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Markdown: tables, and what has to be said beside them.
    pub(crate) text: String,
    /// What it found of the goals that it measures.
    pub(crate) reached: Vec<(Goal, Figures)>,
}

impl Report {
    /// Adds a paragraph or a table.
    pub(crate) fn say(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// Adds what was found of a goal.
    pub(crate) fn reach(&mut self, goal: Goal, figures: Figures) {
        self.reached.push((goal, figures));
    }
}
