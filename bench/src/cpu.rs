//! CPU time of processes, as Linux counts it.

use std::process::Command;
use std::time::Duration;

use crate::Problem;

/// A process and those that it has started, of which it knows what those used that have ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Family(pub(crate) u32);

/// One process, as `/proc` has it.
#[derive(Debug, PartialEq, Eq)]
struct Process {
    parent: u32,
    /// In ticks: its own time, and that of its children that have ended.
    own: u64,
    ended: u64,
}

impl Family {
    /// What the process and its children have used until now.
    ///
    /// # Errors
    /// When the system does not say so.
    pub(crate) fn used(self) -> Result<Duration, Problem> {
        let parent = read(self.0)?;
        let mut ticks = parent.own + parent.ended;
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // One that has ended since is among those that have ended, the next time.
            if let Ok(process) = read(id)
                && process.parent == self.0
            {
                ticks += process.own;
            }
        }
        Ok(Duration::from_secs_f64(ticks as f64 / ticks_a_second()?))
    }

    /// What the process itself has in memory, in megabytes.
    ///
    /// # Errors
    /// When the system does not say so.
    pub(crate) fn memory(self) -> Result<f64, Problem> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0))?;
        megabytes(&status, "VmRSS")
            .ok_or_else(|| "the system does not say what is in memory".into())
    }
}

impl Family {
    /// Bytes that the process itself has written until now, to files and to whom it answers.
    ///
    /// # Errors
    /// When the system does not say so.
    pub(crate) fn written(self) -> Result<u64, Problem> {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.0))?;
        let bytes = io.lines().find_map(|line| line.strip_prefix("wchar: ")?.parse().ok());
        bytes.ok_or_else(|| "the system does not say what was written".into())
    }
}

/// Of a line of `/proc`'s status, in megabytes.
fn megabytes(status: &str, caption: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(caption)?.strip_prefix(':'))?;
    line.trim().strip_suffix(" kB")?.parse().ok().map(|kilobytes: f64| kilobytes / 1024.0)
}

/// What this program has used until now, and the programs that it has waited for.
///
/// # Errors
/// When the system does not say so.
pub(crate) fn own() -> Result<Duration, Problem> {
    let Process { own, ended, .. } = read(std::process::id())?;
    Ok(Duration::from_secs_f64((own + ended) as f64 / ticks_a_second()?))
}

fn ticks_a_second() -> Result<f64, Problem> {
    let said = Command::new("getconf").arg("CLK_TCK").output()?.stdout;
    Ok(String::from_utf8(said)?.trim().parse()?)
}

fn read(process: u32) -> Result<Process, Problem> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    parse(&text).ok_or_else(|| format!("/proc/{process}/stat makes no sense: {text}").into())
}

/// `id (name) state parent …`, where the name can be anything; times are the 14th field and those after it.
fn parse(stat: &str) -> Option<Process> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        own: number(14)? + number(15)?,
        ended: number(16)? + number(17)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_brackets_is_no_field() {
        let stat = "12 (a) b) c) S 7 1 1 0 -1 0 1 2 3 4 100 20 3 4 20 0 1 0";
        assert_eq!(parse(stat), Some(Process { parent: 7, own: 120, ended: 7 }));
        assert_eq!(parse("12"), None);
    }

    #[test]
    fn memory_is_in_megabytes() {
        let status = "Name:\ta\nVmRSSx:\t 1 kB\nVmRSS:\t  2048 kB\n";
        assert_eq!(megabytes(status, "VmRSS"), Some(2.0));
        assert_eq!(megabytes(status, "VmHWM"), None);
        assert!(Family(std::process::id()).memory().unwrap() > 1.0);
    }

    #[test]
    fn this_process_has_used_some_and_is_its_own_family() {
        let before = own().unwrap();
        assert!(Family(std::process::id()).used().unwrap() >= before);
        assert!(own().unwrap() >= before);
    }
}
