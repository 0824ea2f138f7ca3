//! The machine that everything is measured on, and the program: what stands under every table.

use std::path::Path;
use std::process::Command;

use crate::clock;

/// How many threads run at the same time.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// One line: date, program, processor, cores, memory, kernel, file system.
pub(crate) fn described(server: &Path, folder: &Path) -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let processor = after(&read("/proc/cpuinfo"), "model name").unwrap_or("unknown").to_owned();
    let memory = after(&read("/proc/meminfo"), "MemTotal")
        .and_then(|size| size.trim_end_matches(" kB").parse::<f64>().ok())
        .map_or_else(|| "?".to_owned(), |kilobytes| format!("{:.0}", kilobytes / 1e6));
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mounts = read("/proc/self/mountinfo");
    format!(
        "{}, {}; {processor}, {} cores, {memory} GB, Linux {}, files on {}",
        clock::today(),
        version(server),
        cores(),
        read("/proc/sys/kernel/osrelease").trim(),
        file_system(&mounts, &folder).unwrap_or("?"),
    )
}

/// The program's version, and where there is a repository, its commit.
fn version(server: &Path) -> String {
    let said = |command: &mut Command| {
        let output = command.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let version = said(Command::new(server).arg("--version"));
    let version = version.unwrap_or_else(|| "accede".to_owned());
    let commit = said(Command::new("git").args(["describe", "--always", "--dirty=, changed"]));
    commit.map_or(version.clone(), |commit| format!("{version} ({commit})"))
}

/// What follows `caption:` in a list of captions and values.
fn after<'a>(text: &'a str, caption: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == caption).then(|| value.trim())
    })
}

/// The type of the file system that a path is on: of the longest mount point that leads to it.
fn file_system<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let all = mounts.lines().filter_map(|line| {
        let (mount, system) = line.split_once(" - ")?;
        Some((mount.split(' ').nth(4)?, system.split(' ').next()?))
    });
    let leading = all.filter(|(point, _)| path.starts_with(point));
    leading.max_by_key(|(point, _)| point.len()).map(|(_, system)| system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_on_what_is_mounted_nearest() {
        let mounts = "21 1 8:1 / / rw shared:1 - ext4 /dev/root rw\n\
                      22 21 0:5 / /tmp rw - tmpfs tmpfs rw\n23 21 0:6 / /tmpx rw - xfs x rw\n";
        assert_eq!(file_system(mounts, Path::new("/srv/a")), Some("ext4"));
        assert_eq!(file_system(mounts, Path::new("/tmp/a")), Some("tmpfs"));
        assert_eq!(file_system("", Path::new("/tmp/a")), None);
    }

    #[test]
    fn a_caption_has_its_value() {
        assert_eq!(after("a : 1\nmodel name\t: X Y\n", "model name"), Some("X Y"));
        assert_eq!(after("ab: 1\n", "a"), None);
    }

    #[test]
    fn the_line_names_this_machine() {
        let line = described(Path::new("/nonexistent"), Path::new("/"));
        assert!(line.contains(&format!("{} cores", cores())), "{line}");
        assert!(line.starts_with("20") && line.contains(", accede"), "{line}");
    }
}
