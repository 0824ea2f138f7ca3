//! Figures of several rounds, and how they are shown.

/// The figures of all rounds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn of(figures: &[f64]) -> Figures {
        Figures(figures.to_vec())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn add(&mut self, figure: f64) {
        self.0.push(figure);
    }

    /// What each round has for each of another's figures.
    pub(crate) fn per(&self, other: &Figures) -> Figures {
        self.with(other, |one, other| one / other)
    }

    /// What both have together, round by round.
    pub(crate) fn plus(&self, other: &Figures) -> Figures {
        self.with(other, |one, other| one + other)
    }

    fn with(&self, other: &Figures, both: fn(f64, f64) -> f64) -> Figures {
        Figures(self.0.iter().zip(&other.0).map(|(one, other)| both(*one, *other)).collect())
    }

    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        match sorted.as_slice() {
            [] => 0.0,
            all if all.len() % 2 == 1 => all[all.len() / 2],
            all => (all[all.len() / 2 - 1] + all[all.len() / 2]) / 2.0,
        }
    }

    fn ends(&self) -> (f64, f64) {
        let least = self.0.iter().copied().fold(f64::INFINITY, f64::min);
        (least, self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    }

    /// The median, and between what all are: `1200 (1100–1300)`.
    pub(crate) fn shown(&self, digits: usize) -> String {
        if self.0.is_empty() {
            return "–".to_owned();
        }
        let (least, most) = self.ends();
        format!("{:.digits$} ({least:.digits$}–{most:.digits$})", self.median())
    }
}

/// A table in Markdown.
pub(crate) fn table(captions: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(captions.to_vec());
    text.push_str(&format!("|{}\n", "---|".repeat(captions.len())));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(all: &[f64]) -> Figures {
        Figures::of(all)
    }

    #[test]
    fn the_median_is_the_middle_and_the_spread_its_ends() {
        assert_eq!(figures(&[3.0, 1.0, 2.0]).shown(0), "2 (1–3)");
        assert_eq!(figures(&[1.0, 2.0]).shown(1), "1.5 (1.0–2.0)");
        assert_eq!(figures(&[]).shown(1), "–");
    }

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let ratios = figures(&[1.0, 8.0, 3.0]).per(&figures(&[2.0, 4.0, 3.0]));
        assert_eq!(ratios.shown(1), "1.0 (0.5–2.0)");
        assert_eq!(figures(&[1.0, 8.0]).plus(&figures(&[2.0, 4.0])).shown(1), "7.5 (3.0–12.0)");
    }

    #[test]
    fn a_table_has_a_line_for_each_row() {
        let text = table(&["a", "b"], &[vec!["1".into(), "2".into()]]);
        assert_eq!(text, "| a | b |\n|---|---|\n| 1 | 2 |\n");
    }
}
