//! `cargo xtask bench`: builds the server and what measures it, as users build it, and runs the benchmark.
//!
//! It is no part of `cargo xtask test`: how fast something is depends on what else the machine does. What a benchmark
//! understands is in `bench/`.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::process;
use crate::test::{Context, postgres, venv};

/// Runs the command.
///
/// # Errors
/// When something does not build, or cannot be started.
pub(crate) fn run(words: &[String]) -> Result<bool, String> {
    let context = Context::here()?;
    build(&context)?;
    let parts = parts(&context, words)?;
    let mut bench = Command::new(program(&context, "accede-bench"));
    if parts.contains(&"postgres".to_owned())
        && let Err(why) = postgres::tell(&context, &mut bench)
    {
        eprintln!("xtask: {why}");
    }
    bench.arg("run");
    if parts.contains(&"peers".to_owned()) {
        match moto(&context) {
            Ok(python) => bench.arg("--moto").arg(python),
            Err(why) => bench.arg("--without-moto").arg(why),
        };
        if words.iter().any(|word| word == "--winterbaume") {
            match winterbaume(&context) {
                Ok(program) => bench.arg("--winterbaume").arg(program),
                Err(why) => bench.arg("--without-winterbaume").arg(why),
            };
        }
    }
    let folder = context.target.join("bench");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    bench.arg("--server").arg(program(&context, "accede"));
    bench.arg("--folder").arg(&folder);
    bench.arg("--document").arg(context.root.join("docs/performance.md"));
    bench.arg("--").args(words).current_dir(&context.root).stdin(Stdio::null());
    let status = bench.status().map_err(|error| format!("accede-bench: {error}"))?;
    Ok(status.success())
}

fn build(context: &Context) -> Result<(), String> {
    let mut build = process::cargo();
    build.current_dir(&context.root).args(["build", "--release", "--package", "accede"]);
    build.args(["--package", "accede-bench"]);
    let built = process::run(build)?;
    if built.success { Ok(()) } else { Err(built.output) }
}

/// What will be measured.
fn parts(context: &Context, words: &[String]) -> Result<Vec<String>, String> {
    let mut bench = Command::new(program(context, "accede-bench"));
    bench.arg("parts").args(words);
    Ok(process::read(bench)?.lines().map(str::to_owned).collect())
}

/// The Python that has moto.
fn moto(context: &Context) -> Result<PathBuf, String> {
    let requirements = context.root.join("bench/moto-requirements.txt");
    let python = venv::python(&context.target.join("moto"), &requirements, "moto.server");
    python.map_err(|absent| last_line(&absent.why()))
}

/// The program that serves winterbaume, from a workspace of its own.
fn winterbaume(context: &Context) -> Result<PathBuf, String> {
    let (manifest, target) =
        (context.root.join("bench/winterbaume/Cargo.toml"), context.target.join("winterbaume"));
    let mut build = process::cargo();
    build.args(["build", "--release", "--locked", "--manifest-path"]).arg(manifest);
    build.arg("--target-dir").arg(&target);
    let built = process::run(build)?;
    let name = format!("accede-bench-winterbaume{}", std::env::consts::EXE_SUFFIX);
    if built.success {
        Ok(target.join("release").join(name))
    } else {
        Err(last_line(&built.output))
    }
}

fn last_line(output: &str) -> String {
    output.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no reason").trim().to_owned()
}

fn program(context: &Context, name: &str) -> PathBuf {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    context.target.join("release").join(name)
}
