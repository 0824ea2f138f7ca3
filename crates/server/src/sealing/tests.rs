//! Sealing keys: read, made, refused.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use accede_membership::access::{KeyId, KeyStatus};
use accede_membership::{Quotas, Timestamp};
use accede_store::MemoryStore;
use tempfile::TempDir;

use super::*;

const DIGITS_OF_ONES: [u8; 64] = [b'1'; 64];

struct Lab {
    folder: TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Lab {
    fn new() -> Lab {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Lab { folder, runtime }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("key")
    }

    fn source(&self) -> Source {
        Source::File(self.file())
    }

    fn put(&self, text: &[u8], mode: u32) {
        fs::write(self.file(), text).unwrap();
        fs::set_permissions(self.file(), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn engine(&self) -> Engine {
        let store = Arc::new(MemoryStore::new([7; 32]));
        Engine::new(store, Quotas::default()).with_sealing(self.source())
    }

    /// Puts an access key into the store whose secret is sealed like this.
    fn seal(&self, engine: &Engine, keyring: &Keyring) {
        let command = AccessCommand::CreateKey(sealed(keyring));
        self.runtime.block_on(engine.execute_access(&command)).unwrap();
    }

    fn keyring(&self, engine: &Engine) -> Result<Keyring, String> {
        self.runtime.block_on(keyring(engine)).cloned()
    }

    fn names(&self) -> Vec<OsString> {
        fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }
}

/// Whether two are the same key.
fn same(one: &Keyring, other: &Keyring) -> bool {
    other.opens(&sealed(one))
}

/// An access key whose secret is sealed like this.
fn sealed(keyring: &Keyring) -> AccessKey {
    let key = AccessKey {
        id: KeyId::parse("AKIAIOSFODNN7EXAMPLE").unwrap(),
        account: "111122223333".parse().unwrap(),
        user: None,
        sealed: Vec::new(),
        status: KeyStatus::Active,
        created_at: Timestamp(0),
        last_used: None,
    };
    keyring.seal(key, "secret", [3; 24])
}

#[test]
fn a_key_that_is_made_is_the_owners_alone_and_found_again() {
    let lab = Lab::new();
    assert!(lab.source().find().unwrap().is_none());
    let made = lab.source().make().unwrap();
    assert_eq!(lab.names(), ["key"], "and nothing is left beside it");
    assert_eq!(fs::metadata(lab.file()).unwrap().mode() & 0o777, 0o600);
    let text = fs::read_to_string(lab.file()).unwrap();
    assert_eq!((text.len(), text.trim().len()), (65, 64));
    assert!(same(&lab.source().require().unwrap(), &made));
    assert!(same(&lab.source().make().unwrap(), &made), "it is not written over");
    assert_eq!(fs::read_to_string(lab.file()).unwrap(), text);
}

#[test]
fn what_others_can_read_or_what_is_no_key_is_refused() {
    let lab = Lab::new();
    for mode in [0o640, 0o604, 0o666, 0o610] {
        lab.put(&DIGITS_OF_ONES, mode);
        let why = lab.source().find().unwrap_err();
        assert!(why.ends_with(&format!("chmod 600 {}", lab.file().display())), "{why}");
    }
    for mode in [0o600, 0o400, 0o700] {
        lab.put(&DIGITS_OF_ONES, mode);
        assert!(lab.source().find().unwrap().is_some(), "{mode:o}");
    }
    fs::set_permissions(lab.file(), fs::Permissions::from_mode(0o600)).unwrap();
    let (longer, wide) = ([b'1'; 65], "é".repeat(32));
    let texts: [&[u8]; 6] = [b"", b"1234", &longer, &[b'g'; 64], &[0xff; 64], wide.as_bytes()];
    for text in texts {
        lab.put(text, 0o600);
        let why = lab.source().find().unwrap_err();
        assert!(why.ends_with("is no sealing key: it is not 64 hex digits"), "{why}");
    }
    for (text, key) in
        [(" \nAb".to_owned() + &"1".repeat(62) + "\r\n", true), ("1 1".into(), false)]
    {
        lab.put(text.as_bytes(), 0o600);
        assert_eq!(lab.source().find().is_ok(), key, "{text}");
    }
    let folder = Source::File(lab.folder.path().to_owned());
    assert!(folder.find().unwrap_err().ends_with("is not a file"));
}

#[test]
fn one_place_says_where_it_is() {
    let lab = Lab::new();
    let place = Place::File(lab.folder.path().canonicalize().unwrap().join("accede.db"));
    let digits = || Some(OsString::from("1".repeat(64)));
    let of =
        |file: Option<&str>, digits, place| Source::from(file.map(PathBuf::from), digits, place);
    let beside = of(None, None, &place).unwrap();
    assert!(beside.to_string().ends_with("/accede.db-key"), "{beside}");
    assert!(beside.require().unwrap_err().contains("`accede key create`"));
    assert_eq!(of(Some("k"), None, &place).unwrap().to_string(), "k");
    let given = of(None, digits(), &place).unwrap();
    assert_eq!((given.to_string().as_str(), given.file()), (DIGITS, None));
    assert!(same(&given.require().unwrap(), &Keyring::new([0x11; 32])));
    for refused in [
        of(Some("k"), digits(), &place),
        of(Some(""), None, &place),
        of(None, Some(OsString::from("1")), &place),
        of(None, Some(OsString::new()), &place),
    ] {
        assert!(!refused.unwrap_err().contains('\n'));
    }
    let (one, other) = (of(None, None, &Place::Memory), of(None, None, &Place::Memory));
    assert!(!same(&one.unwrap().require().unwrap(), &other.unwrap().require().unwrap()));
}

#[test]
fn a_key_is_made_only_where_no_secret_was_sealed() {
    let lab = Lab::new();
    let engine = lab.engine();
    let made = lab.keyring(&engine).unwrap();
    assert!(same(&lab.keyring(&engine).unwrap(), &made));
    assert!(same(&lab.source().require().unwrap(), &made));

    let other = lab.engine();
    fs::remove_file(lab.file()).unwrap();
    lab.seal(&other, &made);
    let why = lab.keyring(&other).unwrap_err();
    assert!(why.contains("there are access keys that were sealed with one"), "{why}");
    assert!(lab.names().is_empty());
}

#[test]
fn another_key_than_the_one_that_sealed_is_refused() {
    let lab = Lab::new();
    lab.put(&DIGITS_OF_ONES, 0o600);
    let (right, wrong) = (lab.engine(), lab.engine());
    lab.seal(&right, &Keyring::new([0x11; 32]));
    lab.seal(&wrong, &Keyring::new([0x12; 32]));
    assert!(lab.keyring(&right).is_ok());
    let why = lab.keyring(&wrong).unwrap_err();
    let not_the_one =
        "the sealing key is not the one that the secret of AKIAIOSFODNN7EXAMPLE was sealed with";
    assert_eq!(why, not_the_one);
    for (sealed, given, fits) in [(0x12, 0x12, true), (0x12, 0x11, false)] {
        let store = Arc::new(MemoryStore::new([7; 32]));
        let engine = Engine::new(store, Quotas::default()).verifying(Keyring::new([given; 32]));
        assert_eq!(lab.runtime.block_on(check(&engine)), Ok(()), "nothing is sealed");
        lab.seal(&engine, &Keyring::new([sealed; 32]));
        let expected = if fits { Ok(()) } else { Err(not_the_one.to_owned()) };
        assert_eq!(lab.runtime.block_on(check(&engine)), expected);
    }
    assert_eq!(lab.runtime.block_on(check(&lab.engine())), Ok(()), "no key was needed yet");
}
