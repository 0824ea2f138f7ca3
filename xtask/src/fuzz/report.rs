//! What a run of a target came to.

use crate::process::Outcome;

/// One run of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) target: String,
    /// How many inputs were tried.
    pub(crate) executions: u64,
    pub(crate) seconds: u64,
    /// How many places of the code the seeds reached, and how many were reached in the end.
    pub(crate) reached: (u64, u64),
    /// What went wrong.
    pub(crate) problem: Option<String>,
}

impl Report {
    /// Reads what libFuzzer said.
    pub(super) fn of(target: &str, outcome: &Outcome) -> Report {
        let output = &outcome.output;
        let coverage = |mark: &str| {
            let line = output.lines().rfind(|line| line.contains(mark));
            line.and_then(|line| number_after(line, "cov: ")).unwrap_or(0)
        };
        let done = output.lines().rfind(|line| line.starts_with("Done "));
        let executions = done.and_then(|line| number_after(line, "Done ")).unwrap_or(0);
        let seconds = done.and_then(|line| number_after(line, " runs in ")).unwrap_or(0);
        let problem = match () {
            () if !outcome.success => Some(output.clone()),
            () if !output.contains("inline 8-bit counters") => {
                Some(format!("libFuzzer sees nothing of the code:\n{output}"))
            }
            () if executions == 0 => Some(format!("nothing was tried:\n{output}")),
            () => None,
        };
        let reached = (coverage("INITED"), coverage("DONE"));
        Report { target: target.to_owned(), executions, seconds, reached, problem }
    }

    /// How it went, in a line.
    pub(crate) fn line(&self) -> String {
        let Report { target, executions, seconds, reached: (first, last), problem } = self;
        if problem.is_some() {
            return format!("{target:<15} FAILED");
        }
        format!(
            "{target:<15} {executions:>10} inputs in {seconds:>4} s, {first} places reached by seeds, {last} in the end"
        )
    }

    /// What went wrong, and how to see it again.
    pub(crate) fn told(&self) -> String {
        let Some(output) = &self.problem else { return String::new() };
        let lines: Vec<&str> = output.lines().collect();
        let shown = lines.len().saturating_sub(80);
        let mut text = format!("── {}\n{}\n", self.target, lines[shown..].join("\n"));
        if let Some(input) = input(output) {
            let target = &self.target;
            text.push_str(&format!("to see it again: cargo xtask fuzz --input {input} {target}\n"));
            text.push_str(&format!("once it is right, keep the input: fuzz/seeds/{target}\n"));
        }
        text
    }
}

/// The file with the input that broke something.
fn input(output: &str) -> Option<&str> {
    output.lines().rev().find_map(|line| line.split_once("Test unit written to ")).map(|(_, p)| p)
}

/// All runs, in a line.
pub(super) fn summary(reports: &[Report]) -> String {
    let executions: u64 = reports.iter().map(|report| report.executions).sum();
    let seconds: u64 = reports.iter().map(|report| report.seconds).sum();
    let broken = reports.iter().filter(|report| report.problem.is_some()).count();
    let targets = reports.len();
    format!("{targets} targets, {executions} inputs in {seconds} s, {broken} targets with findings")
}

fn number_after(line: &str, word: &str) -> Option<u64> {
    let (_, rest) = line.split_once(word)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "INFO: Loaded 1 modules   (96829 inline 8-bit counters): 96829 [0x1, 0x2),\n\
                        #11\tINITED cov: 301 ft: 400 corp: 9/99b exec/s: 0 rss: 40Mb\n\
                        #65536\tpulse  cov: 320 ft: 500 corp: 20/200b\n\
                        #99999\tDONE   cov: 333 ft: 555 corp: 23/222b lim: 4 exec/s: 8 rss: 50Mb\n\
                        Done 99999 runs in 6 second(s)\nstat::peak_rss_mb: 50\n";

    fn report(success: bool, output: &str) -> Report {
        Report::of("urls", &Outcome { success, output: output.to_owned() })
    }

    #[test]
    fn a_run_without_findings_says_how_much_was_tried() {
        let report = report(true, FINE);
        assert_eq!((report.executions, report.seconds, report.reached), (99_999, 6, (301, 333)));
        assert_eq!(report.problem, None);
        assert!(report.line().contains("99999 inputs in    6 s"), "{}", report.line());
        let all = summary(&[report.clone(), report]);
        assert_eq!(all, "2 targets, 199998 inputs in 12 s, 0 targets with findings");
    }

    #[test]
    fn a_finding_says_how_to_see_it_again() {
        let output = format!(
            "{FINE}thread panicked\nartifact_prefix='/t/found/urls-'; \
                              Test unit written to /t/found/urls-crash-1\nBase64: AA==\n"
        );
        let told = report(false, &output).told();
        assert!(told.contains("cargo xtask fuzz --input /t/found/urls-crash-1 urls\n"), "{told}");
        assert!(report(false, &output).line().ends_with("FAILED"));
    }

    #[test]
    fn a_run_that_sees_or_tries_nothing_is_no_success() {
        assert!(report(true, "Done 5 runs in 1 second(s)\n").problem.is_some());
        assert!(report(true, &FINE.replace("Done 99999", "Done 0")).problem.is_some());
    }
}
