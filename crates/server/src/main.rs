//! The binary: all of it is in the library beside it, where fuzz targets and tests reach it, too.

use std::process::ExitCode;

fn main() -> ExitCode {
    accede::main()
}
