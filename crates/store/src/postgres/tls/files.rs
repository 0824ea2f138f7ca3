//! The files that certificates and keys are in: PEM.

use std::path::Path;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where systems keep the certificates that they trust, in one file.
const SYSTEM: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The certificates that the system trusts.
pub(super) fn system() -> Result<Vec<CertificateDer<'static>>, String> {
    let file = SYSTEM.iter().map(Path::new).find(|path| path.exists());
    let file = file.ok_or_else(|| {
        format!("sslrootcert=system: none of the files {} is there", SYSTEM.join(", "))
    })?;
    certificates("sslrootcert=system", file)
}

/// All certificates of a file, of which there is one at least.
pub(super) fn certificates(
    what: &str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let all = read.map_err(|error| unreadable(what, "certificate", path, &error))?;
    if all.is_empty() {
        return Err(unreadable(what, "certificate", path, &pem::Error::NoItemsFound));
    }
    Ok(all)
}

/// The key of a file that nobody else can read.
pub(super) fn key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let text = std::fs::read(path)
        .map_err(|error| unreadable("sslkey", "key", path, &pem::Error::Io(error)))?;
    require_private(path)?;
    let key = PrivateKeyDer::from_pem_slice(&text);
    key.map_err(|error| match error {
        pem::Error::NoItemsFound if holds(&text, b"ENCRYPTED PRIVATE KEY") => {
            let path = path.display();
            format!("cannot read sslkey {path}: it is encrypted, which is not supported")
        }
        other => unreadable("sslkey", "key", path, &other),
    })
}

fn holds(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|window| window == words)
}

/// As libpq has it: the owner alone may read a key, or a group if its owner is root.
#[cfg(unix)]
fn require_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::MetadataExt;

    let about = std::fs::metadata(path)
        .map_err(|error| unreadable("sslkey", "key", path, &pem::Error::Io(error)))?;
    let others = if about.uid() == 0 { 0o037 } else { 0o077 };
    if about.is_file() && about.mode() & others != 0 {
        return Err(format!("sslkey {} can be read by others: chmod 600 it", path.display()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn require_private(_: &Path) -> Result<(), String> {
    Ok(())
}

/// Says what is wrong with a file, and nothing of what is in it.
fn unreadable(parameter: &str, what: &str, path: &Path, error: &pem::Error) -> String {
    let why = match error {
        pem::Error::Io(error) => error.to_string(),
        pem::Error::NoItemsFound => format!("there is no PEM {what} in it"),
        _ => "it is not well-formed PEM".to_owned(),
    };
    format!("cannot read {parameter} {}: {why}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";

    #[test]
    fn what_is_wrong_with_a_file_is_said_without_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = |text: &str| {
            let path = folder.path().join("file");
            std::fs::write(&path, text).unwrap();
            #[cfg(unix)]
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
                .unwrap();
            path
        };
        let why = |path: &Path| certificates("sslrootcert", path).unwrap_err();
        assert!(why(&folder.path().join("none")).contains("No such file"));
        assert!(why(folder.path()).contains("directory"));
        assert!(why(&file("secret")).contains("no PEM certificate"));
        assert!(why(&file(KEY)).contains("no PEM certificate"));
        let broken =
            why(&file("-----BEGIN CERTIFICATE-----\nsecret!\n-----END CERTIFICATE-----\n"));
        assert!(broken.contains("well-formed") && !broken.contains("secret"), "{broken}");

        let why = |path: &Path| key(path).unwrap_err();
        assert!(key(&file(KEY)).is_ok());
        assert!(why(&file("secret")).contains("no PEM key"));
        assert!(why(&file(&KEY.replace("PRIVATE", "ENCRYPTED PRIVATE"))).contains("is encrypted"));
        assert!(why(&folder.path().join("none")).contains("No such file"));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;

        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), KEY).unwrap();
        std::fs::set_permissions(file.path(), PermissionsExt::from_mode(0o644)).unwrap();
        assert!(key(file.path()).unwrap_err().contains("chmod 600"));
        std::fs::set_permissions(file.path(), PermissionsExt::from_mode(0o600)).unwrap();
        assert!(key(file.path()).is_ok());
    }
}
