use super::*;
use std::os::unix::fs::PermissionsExt;

fn run<T>(test: impl AsyncFnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(folder.path()))
}

fn names(folder: &Path) -> Vec<String> {
    let name = |entry: io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string();
    let mut names: Vec<_> = folder.read_dir().unwrap().map(|e| name(e).unwrap()).collect();
    names.sort();
    names
}

/// Connects, and sees that it is this socket that answers.
async fn answers(socket: &Socket, path: &Path) {
    let _client = connect(path).await.unwrap();
    socket.listener.accept().await.unwrap();
}

#[test]
fn a_socket_is_for_its_user_alone_and_goes_with_the_server() {
    run(async |folder| {
        let path = folder.join("a-control");
        let socket = Socket::bind(&path).await.unwrap();
        let metadata = std::fs::symlink_metadata(&path).unwrap();
        assert!(metadata.file_type().is_socket());
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
        answers(&socket, &path).await;
        assert_eq!(names(folder), ["a-control"]);
        drop(socket);
        assert_eq!(names(folder), [""; 0]);
        assert!(nobody_listens(&connect(&path).await.unwrap_err()));
    });
}

#[test]
fn paths_may_be_as_long_as_files_allow() {
    run(async |folder| {
        let deep = folder.join("d".repeat(200)).join("e".repeat(200));
        std::fs::create_dir_all(&deep).unwrap();
        for name in ["short".to_owned(), "n".repeat(255)] {
            let path = deep.join(name);
            assert!(nobody_listens(&connect(&path).await.unwrap_err()));
            let socket = Socket::bind(&path).await.unwrap();
            answers(&socket, &path).await;
            drop(socket);
            assert_eq!(names(&deep), [""; 0]);
        }
    });
}

#[test]
fn a_socket_that_was_left_behind_is_replaced() {
    run(async |folder| {
        let path = folder.join("control");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(nobody_listens(&connect(&path).await.unwrap_err()));
        let socket = Socket::bind(&path).await.unwrap();
        answers(&socket, &path).await;
        assert_eq!(names(folder), ["control"]);
    });
}

#[test]
fn nothing_else_is_replaced() {
    run(async |folder| {
        let (file, inner) = (folder.join("file"), folder.join("folder"));
        std::fs::write(&file, "mine").unwrap();
        std::fs::create_dir(&inner).unwrap();
        for path in [&file, &inner] {
            let error = Socket::bind(path).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
        }
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
        let path = folder.join("control");
        let socket = Socket::bind(&path).await.unwrap();
        assert_eq!(Socket::bind(&path).await.unwrap_err().kind(), ErrorKind::AddrInUse);
        // The attempt was a client, too.
        socket.listener.accept().await.unwrap();
        answers(&socket, &path).await;
        assert_eq!(names(folder), ["control", "file", "folder"]);
        let error = Socket::bind(&folder.join("no/such/folder")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    });
}

#[test]
fn a_socket_that_another_took_the_place_of_leaves_it_there() {
    run(async |folder| {
        let path = folder.join("control");
        let first = Socket::bind(&path).await.unwrap();
        std::fs::remove_file(&path).unwrap();
        let second = Socket::bind(&path).await.unwrap();
        drop(first);
        answers(&second, &path).await;
    });
}

#[test]
fn of_many_that_replace_one_only_one_does() {
    run(async |folder| {
        let path = folder.join("control");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let racers: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move { Socket::bind(&path).await })
            })
            .collect();
        let mut bound = Vec::new();
        for racer in racers {
            bound.extend(racer.await.unwrap().ok());
        }
        assert_eq!(bound.len(), 1);
        assert_eq!(names(folder), ["control"]);
    });
}

#[test]
fn a_draft_of_a_server_that_died_is_removed_and_nothing_else() {
    use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_OMIT};

    let long_ago = |path: &Path| {
        let time = |tv_nsec| Timespec { tv_sec: 1_000_000_000, tv_nsec };
        let times = Timestamps { last_access: time(UTIME_OMIT), last_modification: time(0) };
        rustix::fs::utimensat(CWD, path, &times, AtFlags::empty()).unwrap();
    };
    run(async |folder| {
        let draft = |digit: &str| folder.join(format!(".accede-{}", digit.repeat(16)));
        let (left, fresh, file) = (draft("a"), draft("b"), draft("c"));
        let other = folder.join(".accede-other");
        for socket in [&left, &fresh, &other] {
            drop(std::os::unix::net::UnixListener::bind(socket).unwrap());
        }
        std::fs::write(&file, "").unwrap();
        for path in [&left, &other, &file] {
            long_ago(path);
        }
        let path = folder.join("control");
        let first = Socket::bind(&path).await.unwrap();
        answers(&first, &path).await;
        let there = [&left, &fresh, &other, &file].map(|path| path.exists());
        assert_eq!(there, [false, true, true, true]);
        long_ago(&fresh);
        drop(first);
        // Whose turn it is not leaves them: somebody may be about to use them.
        let turn = File::open(folder).unwrap();
        turn.lock().unwrap();
        let second = Socket::bind(&path).await.unwrap();
        assert!(fresh.exists());
        drop((second, turn));
        Socket::bind(&path).await.unwrap();
        assert!(!fresh.exists());
    });
}
