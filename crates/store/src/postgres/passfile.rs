//! Passwords in a file of libpq's form, lines of `host:port:database:user:password`, instead of in the address, which
//! everybody on the machine can see.

use std::path::Path;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Gives a host the password that the file has for it, unless it has one.
///
/// # Errors
///
/// The file cannot be read, or others can read it.
pub(super) fn look_up(file: &Path, host: &mut Config) -> Result<(), String> {
    if host.get_password().is_some() {
        return Ok(());
    }
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read passfile {}: {error}", file.display()))?;
    require_private(file)?;
    let name = match host.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => String::new(),
    };
    let port = host.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = host.get_user().unwrap_or_default();
    let wanted = [&name, &port, host.get_dbname().unwrap_or(user), user];
    if let Some(password) = text.lines().find_map(|line| password(line, wanted)) {
        host.password(password);
    }
    Ok(())
}

/// The password of a line that is for this.
fn password(line: &str, wanted: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = fields(line).into_iter();
    let is_for = wanted
        .iter()
        .all(|wanted| fields.next().is_some_and(|(plain, field)| plain == "*" || field == *wanted));
    // libpq takes the rest of the line; a colon in it may have its backslash or not.
    let rest: Vec<_> = fields.map(|(_, field)| field).collect();
    (is_for && !rest.is_empty()).then(|| rest.join(":"))
}

/// What is between the colons, as it is written and as it is meant: a backslash takes the meaning from what follows.
fn fields(line: &str) -> Vec<(String, String)> {
    let mut fields = vec![(String::new(), String::new())];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == ':' {
            fields.push((String::new(), String::new()));
            continue;
        }
        let Some((plain, meant)) = fields.last_mut() else { continue };
        plain.push(letter);
        let next = if letter == '\\' { letters.next() } else { Some(letter) };
        meant.push(next.unwrap_or(letter));
        if letter == '\\' {
            plain.extend(next);
        }
    }
    fields
}

#[cfg(unix)]
fn require_private(file: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;

    let about = std::fs::metadata(file)
        .map_err(|error| format!("cannot read passfile {}: {error}", file.display()))?;
    if about.mode() & 0o077 != 0 {
        return Err(format!("passfile {} can be read by others: chmod 600 it", file.display()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn require_private(_: &Path) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        for (line, password) in [
            ("db:5432:accede:ann:secret", Some("secret")),
            ("*:*:*:*:secret", Some("secret")),
            ("db:5432:accede:ann:a\\:b\\\\c", Some("a:b\\c")),
            ("db:5432:accede:ann:a:b", Some("a:b")),
            ("d\\b:5432:accede:ann:secret", Some("secret")),
            ("\\*:5432:accede:ann:secret", None),
            ("db:5433:accede:ann:secret", None),
            ("#b:5432:accede:ann:secret", None),
            ("db:5432:accede:ann", None),
            ("", None),
        ] {
            let found = super::password(line, ["db", "5432", "accede", "ann"]);
            assert_eq!(found.as_deref(), password, "{line}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_for_each_host_and_for_nobody_else_to_read() {
        use std::os::unix::fs::PermissionsExt;

        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "# comment\nother:*:*:*:no\n/tmp:7:*:ann:yes\n").unwrap();
        let mut config = Config::new();
        config.host_path("/tmp").port(7).user("ann");
        let set = |mode| std::fs::set_permissions(file.path(), PermissionsExt::from_mode(mode));
        set(0o640).unwrap();
        assert!(look_up(file.path(), &mut config).unwrap_err().contains("chmod 600"));
        set(0o600).unwrap();
        look_up(file.path(), &mut config).unwrap();
        assert_eq!(config.get_password(), Some(&b"yes"[..]));
        config.password("mine");
        look_up(file.path(), &mut config).unwrap();
        assert_eq!(config.get_password(), Some(&b"mine"[..]));
    }
}
