//! The repository as the checks see it: its text files and its packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process;

/// Inputs for fuzz targets. They are bytes, even where they look like a text.
const SEEDS: &str = "fuzz/seeds/";

/// A text file of the repository.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

/// A package of the workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// The path of its manifest from the root.
    pub(crate) manifest: String,
    /// Packages it needs to run.
    pub(crate) needs: Vec<String>,
    /// Packages it needs to be built (`[build-dependencies]`).
    pub(crate) build_needs: Vec<String>,
    /// Packages it needs to be tested (`[dev-dependencies]`).
    pub(crate) test_needs: Vec<String>,
}

/// Everything that the checks read, in memory, so that tests of checks can make one up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Repository {
    /// Text files that are, or would be, under version control.
    pub(crate) files: Vec<File>,
    /// Every other path under version control (pictures and the like).
    pub(crate) others: Vec<String>,
    /// The packages of the workspace.
    pub(crate) packages: Vec<Package>,
}

impl Repository {
    /// Reads the repository at `root`.
    ///
    /// # Errors
    /// When git or cargo cannot answer, or a file cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let mut repository = Repository { packages: packages(root)?, ..Repository::default() };
        for path in list_files(root)? {
            let bytes = std::fs::read(root.join(&path)).map_err(|e| format!("{path}: {e}"))?;
            match String::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') && !path.starts_with(SEEDS) => {
                    repository.files.push(File { path, text })
                }
                _ => repository.others.push(path),
            }
        }
        Ok(repository)
    }

    /// The file at `path`.
    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether `path` is a file, or a folder with files in it.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let mut all = self.files.iter().map(|file| &file.path).chain(&self.others);
        path.is_empty() || all.any(|known| known == path || known.starts_with(&folder))
    }

    /// The files whose path ends in `.{extension}`.
    pub(crate) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &File> {
        let end = format!(".{extension}");
        self.files.iter().filter(move |file| file.path.ends_with(&end))
    }
}

/// The workspace's root: the nearest folder upwards whose manifest declares a workspace.
///
/// # Errors
/// When there is none.
pub(crate) fn root() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("current folder: {error}"))?;
    let declares = |folder: &Path| {
        std::fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
    };
    let found = here.ancestors().find(|folder| declares(folder));
    found.map(Path::to_path_buf).ok_or_else(|| format!("no workspace around {}", here.display()))
}

/// Where cargo puts what it builds.
///
/// # Errors
/// When cargo cannot answer.
pub(crate) fn target_folder(root: &Path) -> Result<PathBuf, String> {
    let metadata = metadata(root)?;
    let folder = metadata["target_directory"].as_str();
    folder.map(PathBuf::from).ok_or_else(|| "cargo metadata: no target_directory".to_owned())
}

fn list_files(root: &Path) -> Result<Vec<String>, String> {
    let mut git = Command::new("git");
    // A checkout that belongs to another user, as in some containers, is listed all the same.
    git.current_dir(root).args(["-c", "safe.directory=*"]);
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut paths: Vec<String> =
        process::read(git)?.split_terminator('\0').map(str::to_owned).collect();
    // A file that was removed but not yet from the index is listed, too.
    paths.retain(|path| root.join(path).is_file());
    paths.sort();
    paths.dedup();
    Ok(paths)
}

fn metadata(root: &Path) -> Result<Value, String> {
    let mut cargo = process::cargo();
    cargo.current_dir(root).args(["metadata", "--no-deps", "--format-version", "1"]);
    serde_json::from_str(&process::read(cargo)?).map_err(|error| format!("cargo metadata: {error}"))
}

fn packages(root: &Path) -> Result<Vec<Package>, String> {
    let metadata = metadata(root)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata: no packages")?;
    Ok(packages.iter().map(|package| read_package(root, package)).collect())
}

fn read_package(root: &Path, package: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let needs = |kind: Option<&str>| {
        let all = package["dependencies"].as_array().into_iter().flatten();
        all.filter(|need| need["kind"].as_str() == kind).map(|need| text(&need["name"])).collect()
    };
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let manifest = manifest.strip_prefix(root).unwrap_or(&manifest);
    Package {
        name: text(&package["name"]),
        version: text(&package["version"]),
        manifest: manifest.to_string_lossy().replace('\\', "/"),
        needs: needs(None),
        build_needs: needs(Some("build")),
        test_needs: needs(Some("dev")),
    }
}

#[cfg(test)]
impl Repository {
    /// A repository of these files and no packages.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file =
            |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
        Repository { files: files.iter().map(file).collect(), ..Repository::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_read_from_cargo_metadata() {
        let json = r#"{"name":"a","version":"1.2.3","manifest_path":"/r/crates/a/Cargo.toml",
            "dependencies":[{"name":"b","kind":null},{"name":"c","kind":"dev"},
                            {"name":"d","kind":"build"}]}"#;
        let package = read_package(Path::new("/r"), &serde_json::from_str(json).unwrap());
        assert_eq!((package.name.as_str(), package.version.as_str()), ("a", "1.2.3"));
        assert_eq!(package.manifest, "crates/a/Cargo.toml");
        assert_eq!((package.needs, package.build_needs), (vec!["b".into()], vec!["d".into()]));
    }

    #[test]
    fn files_and_folders_are_found() {
        let repository = Repository::of(&[("docs/a.md", "")]);
        assert!(repository.has("docs/a.md") && repository.has("docs") && repository.has("docs/"));
        assert!(!repository.has("doc") && !repository.has("docs/b.md"));
    }
}
