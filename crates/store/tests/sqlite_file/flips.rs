//! Files that the disk has changed: bits flipped, ends cut off. Each is refused, or every answer is right.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use accede_membership::access::EventsOf;
use accede_membership::directory::AccountsOf;
use accede_membership::{Change, Extent, InvitationState, Party, Read, Status, StatusSet};
use accede_store::{SqliteStore, Store};
use tempfile::TempDir;

use super::entries::{
    access_key, event, known, list_page, one_of_each, organization_id, place, role, root,
};
use super::make::{DIRECTORY, account, numbered, page, pair, put, reads_of, relationship, scope};
use super::open;

/// The files of a store that was not closed, byte for byte, and what it answers.
struct Truth {
    files: Vec<(&'static str, Vec<u8>)>,
    answers: Vec<(Read, String)>,
}

/// What was done to the files.
#[derive(Debug, Clone, Copy)]
enum Harm {
    /// One bit of one of the files.
    Flip { file: &'static str, bit: usize },
    /// Everything from this byte on.
    Cut { file: &'static str, at: usize },
}

/// Some of every kind of record, enough for trees of two levels and rows that overflow their pages.
async fn fill(store: &SqliteStore, from: u64) {
    for number in from..from + 12 {
        let mut changes = vec![Change::Standing(account(number), Some(numbered(number)))];
        for member in 100..104 {
            let pair = pair(number, member + number);
            let record = relationship(pair, Status::Enabled, InvitationState::Accepted);
            changes.push(Change::Relationship(pair, Some(record)));
        }
        put(store, &scope(), &changes).await;
        let mut told = event(1, "us-east-1", place(number.cast_signed(), number.into()));
        if let Change::Event(event) = &mut told {
            event.document = "x".repeat(usize::try_from(number).unwrap() * 400);
        }
        let email = format!("{number}@example.com");
        let more = [known(1_000 + number, email.as_str()), access_key(100 + number, 1), told];
        put(store, DIRECTORY, &more).await;
    }
    put(store, DIRECTORY, &one_of_each(from)).await;
    put(store, DIRECTORY, &[role(&format!("Role{from}"), 2)]).await;
}

fn reads() -> Vec<Read> {
    let all = page(None, 100);
    let (list, organization) = (list_page(None, 100), organization_id(1));
    let mut reads: Vec<_> = (1..28).map(|number| Read::Standing(account(number))).collect();
    for number in [1, 9, 30] {
        let administrator = account(number);
        reads.extend([
            Read::RowsOf(administrator),
            Read::RowPage { administrator, statuses: StatusSet::ALL, page: all },
            Read::InvitationPage { member: account(104 + number), page: all },
            Read::InvitationCount { member: account(104 + number), besides: InvitationState::Left },
            Read::ScopesOf(administrator),
            Read::AccountByEmail(format!("{number}@example.com")),
            Read::EverybodyOf(administrator),
        ]);
    }
    reads.extend(reads_of(&one_of_each(1)));
    reads.extend([
        Read::AccountPage { of: AccountsOf::Everybody, page: list },
        Read::AccountPage { of: AccountsOf::Parent(organization, root(1)), page: list },
        Read::HandshakePage { of: Party::Organization(organization), page: list },
        Read::CreationPage { organization, page: list },
        Read::AccessKeyPage { account: None, after: None, limit: 100 },
        Read::AccessKeyPage { account: Some(account(1)), after: None, limit: 100 },
        Read::RolePage { account: None, after: None, limit: 100 },
        super::everything_recorded(),
        Read::EventPage {
            of: EventsOf::Account(account(1), "us-east-1".parse().unwrap()),
            after: None,
            extent: Extent::ALL,
        },
    ]);
    reads
}

async fn answer(store: &SqliteStore, read: &Read) -> Result<String, String> {
    let loaded = store.load(Some(&scope()), std::slice::from_ref(read)).await;
    loaded.map(|loaded| format!("{loaded:?}")).map_err(|error| error.to_string())
}

/// A store in memory's own file system, where there is one: nothing here has to survive.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A store that was killed: half of it in its file, half in its log.
async fn killed() -> Truth {
    let folder = folder();
    let path = folder.path().join("accede.db");
    let store = open(&path);
    fill(&store, 1).await;
    drop(store);
    let store = open(&path);
    fill(&store, 13).await;
    let read = |suffix| (suffix, std::fs::read(beside(&path, suffix)).unwrap());
    let files = ["", "-wal", "-mark"].map(read).into();
    let mut answers = Vec::new();
    for read in reads() {
        let answer = answer(&store, &read).await.unwrap();
        answers.push((read, answer));
    }
    Truth { files, answers }
}

/// A store that was closed.
async fn closed() -> Truth {
    let Truth { files, answers } = killed().await;
    let folder = folder();
    let path = folder.path().join("accede.db");
    for (suffix, bytes) in &files {
        std::fs::write(beside(&path, suffix), bytes).unwrap();
    }
    drop(open(&path));
    Truth { files: vec![("", std::fs::read(&path).unwrap())], answers }
}

/// Opens the store after it was harmed. Whether it was refused, and when.
async fn try_it(truth: &Truth, harm: Harm, folder: &Path) -> Outcome {
    let path = folder.join("accede.db");
    for suffix in ["", "-wal", "-shm", "-mark", "-journal"] {
        let _ = std::fs::remove_file(beside(&path, suffix));
    }
    for (suffix, bytes) in &truth.files {
        let mut bytes = bytes.clone();
        match harm {
            Harm::Flip { file, bit } if file == *suffix => bytes[bit / 8] ^= 1 << (bit % 8),
            Harm::Cut { file, at } if file == *suffix => bytes.truncate(at),
            _ => {}
        }
        std::fs::write(beside(&path, suffix), bytes).unwrap();
    }
    let store = match SqliteStore::open(&path, [8; 32]) {
        Err(why) => {
            let why = why.to_string();
            assert!(!why.contains('\n') && why.contains("accede.db"), "{harm:?}: {why}");
            return Outcome::NotOpened;
        }
        Ok(store) => store,
    };
    assert_eq!(store.secret(), [7; 32], "{harm:?}");
    for (read, right) in &truth.answers {
        match answer(&store, read).await {
            Ok(answer) => assert_eq!(&answer, right, "{harm:?}: {read:?}"),
            Err(_) => return Outcome::Refused,
        }
    }
    Outcome::Right
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    NotOpened,
    Refused,
    Right,
}

/// Tries them all, on two threads. How many came out each way.
fn try_all(truth: &Truth, harms: &[Harm]) -> [usize; 3] {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new([0; 3]));
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                let folder = folder();
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                while let Some(harm) = harms.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = runtime.block_on(try_it(truth, *harm, folder.path()));
                    outcomes.lock().unwrap()[outcome as usize] += 1;
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    eprintln!("{} harms: not opened, refused, right: {outcomes:?}", harms.len());
    assert_eq!(outcomes.iter().sum::<usize>(), harms.len(), "some were not tried to the end");
    outcomes
}

/// Numbers that look drawn, the same each time.
fn drawn(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    }
}

/// Bits that matter most, and others: of every unit, the first bytes, where its own header is; of the rest, some.
fn flips(truth: &Truth, file: &'static str, unit: usize, many: usize) -> Vec<Harm> {
    // A log has many more units, all of one kind.
    let first = if file == "-wal" { 2 } else { 24 };
    let (_, bytes) = truth.files.iter().find(|(suffix, _)| *suffix == file).unwrap();
    let mut drawn = drawn(unit as u64);
    let mut bits: Vec<_> = (0..100 * 8).step_by(3).collect();
    for start in (0..bytes.len()).step_by(unit) {
        bits.extend((start..(start + first).min(bytes.len())).map(|byte| byte * 8 + drawn(8)));
    }
    bits.extend((0..many).map(|_| drawn(bytes.len() * 8)));
    bits.retain(|bit| bit / 8 < bytes.len());
    bits.into_iter().map(|bit| Harm::Flip { file, bit }).collect()
}

#[tokio::test]
async fn a_flipped_bit_of_a_file() {
    let truth = closed().await;
    let harms = flips(&truth, "", 4096, 600);
    let [not_opened, _, right] = try_all(&truth, &harms);
    assert!(harms.len() > 1_500 && not_opened > 1_000 && right > 0);
}

#[tokio::test]
async fn a_flipped_bit_of_a_log() {
    let truth = killed().await;
    let harms = flips(&truth, "-wal", 4096 + 24, 300);
    // All of it counts: what comes after a frame that is not right is lost.
    assert_eq!(try_all(&truth, &harms)[0], harms.len(), "each is refused at once");
    // The file below it, and the mark beside it.
    let mut harms = flips(&truth, "", 4096, 300);
    harms.truncate(600);
    harms.extend((0..16 * 8).map(|bit| Harm::Flip { file: "-mark", bit }));
    try_all(&truth, &harms);
}

#[tokio::test]
async fn a_flipped_bit_in_the_midst_of_a_log_without_its_mark() {
    let mut truth = killed().await;
    truth.files.retain(|(suffix, _)| *suffix != "-mark");
    let mut harms = flips(&truth, "-wal", 4096 + 24, 0);
    // The last transactions cannot be told from what power failed in.
    let end = truth.files[1].1.len() * 8 * 8 / 10;
    harms.retain(|harm| matches!(harm, Harm::Flip { bit, .. } if *bit < end));
    assert_eq!(try_all(&truth, &harms)[0], harms.len(), "each is refused at once");
}

#[tokio::test]
async fn a_file_that_is_cut_off() {
    let (truth, open) = (closed().await, killed().await);
    let mut drawn = drawn(7);
    let length = truth.files[0].1.len();
    let cuts = (0..length).step_by(4096).chain((0..100).map(|_| drawn(length)));
    // Of an empty file a new store is made, as of none: nothing says that there was one.
    let cuts: Vec<_> = cuts.filter(|at| *at > 0).map(|at| Harm::Cut { file: "", at }).collect();
    assert_eq!(try_all(&truth, &cuts)[0], cuts.len(), "each is refused at once");
    let length = open.files[1].1.len();
    let cuts = (0..length).step_by(4096 + 24).chain((0..100).map(|_| drawn(length)));
    let cuts: Vec<_> = cuts.map(|at| Harm::Cut { file: "-wal", at }).collect();
    assert_eq!(try_all(&open, &cuts)[0], cuts.len(), "each is refused at once");
    let length = open.files[0].1.len();
    let cuts: Vec<_> = (0..60).map(|_| Harm::Cut { file: "", at: drawn(length) }).collect();
    try_all(&open, &cuts);
}
