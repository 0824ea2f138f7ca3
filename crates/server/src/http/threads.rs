//! The threads that serve connections.
//!
//! Where answers come from this process, each thread has a runtime and its connections to itself: whatever becomes ready is
//! served by the thread that hears of it. Threads of one runtime share their work instead, and wake each other to do so, which takes
//! longer than most answers. Where answers come from elsewhere they share: whom an answer is for is known only when it is there.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// Who serves connections.
pub(crate) struct Threads(Vec<Thread>);

/// A runtime, of its own thread or of several.
struct Thread {
    runtime: Handle,
    /// A copy is with every connection that it serves.
    open: Arc<()>,
    own: Option<Own>,
}

/// A thread that has nothing else to do.
struct Own {
    /// Dropped when it is to end.
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Threads {
    /// Those of the runtime that calls this, for all connections together.
    pub(crate) fn shared() -> Threads {
        Threads(vec![Thread { runtime: Handle::current(), open: Arc::default(), own: None }])
    }

    /// As many as the runtime has that calls this, each with its own connections.
    pub(crate) fn apart() -> io::Result<Threads> {
        let many = Handle::current().metrics().num_workers();
        (0..many).map(Thread::start).collect::<io::Result<_>>().map(Threads)
    }

    /// Has a connection served by whoever has the fewest.
    pub(super) fn serve<F>(
        &self,
        stream: TcpStream,
        serve: impl FnOnce(TcpStream) -> F,
    ) -> io::Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let least = self.0.iter().min_by_key(|thread| Arc::strong_count(&thread.open));
        let thread = least.ok_or(io::ErrorKind::NotConnected)?;
        let connection = serve(thread.registered(stream)?);
        let open = Arc::clone(&thread.open);
        thread.runtime.spawn(async move {
            connection.await;
            drop(open);
        });
        Ok(())
    }

    /// Waits until threads of their own have ended. What they still do is dropped.
    pub(super) async fn end(self) {
        let own = self.0.into_iter().filter_map(|thread| thread.own);
        let ending: Vec<_> = own.map(Own::told_to_end).collect();
        let ended = move || ending.into_iter().for_each(|thread| drop(thread.join()));
        let _ = tokio::task::spawn_blocking(ended).await;
    }
}

impl Thread {
    fn start(number: usize) -> io::Result<Thread> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, told) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name(format!("connections-{number}"))
            .spawn(move || drop(runtime.block_on(told)))?;
        Ok(Thread { runtime: handle, open: Arc::default(), own: Some(Own { stop, thread }) })
    }

    /// The same stream, watched by this thread from now on.
    fn registered(&self, stream: TcpStream) -> io::Result<TcpStream> {
        if self.own.is_none() {
            return Ok(stream);
        }
        let stream = stream.into_std()?;
        let _entered = self.runtime.enter();
        TcpStream::from_std(stream)
    }
}

impl Own {
    fn told_to_end(self) -> JoinHandle<()> {
        drop(self.stop);
        self.thread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::ThreadId;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::runtime::Runtime;
    use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

    fn runtime() -> Runtime {
        Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap()
    }

    /// Says on which thread it is once the client has said something, and goes on until that hangs up.
    async fn say(mut stream: TcpStream, says: UnboundedSender<ThreadId>) {
        assert_eq!(stream.read(&mut [0]).await.unwrap(), 1);
        says.send(std::thread::current().id()).unwrap();
        let _ = stream.read(&mut [0]).await;
    }

    /// The client's end of one more connection, and which thread serves it.
    async fn connect(threads: &Threads) -> (TcpStream, ThreadId) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (says, mut said) = unbounded_channel();
        let (server, _) = listener.accept().await.unwrap();
        threads.serve(server, |stream| say(stream, says)).unwrap();
        client.write_all(b"x").await.unwrap();
        (client, said.recv().await.unwrap())
    }

    fn open(threads: &Threads) -> Vec<usize> {
        threads.0.iter().map(|thread| Arc::strong_count(&thread.open) - 1).collect()
    }

    #[test]
    fn whoever_has_the_fewest_connections_gets_the_next() {
        runtime().block_on(async {
            let threads = Threads::apart().unwrap();
            let mut connected = Vec::new();
            for _ in 0..6 {
                connected.push(connect(&threads).await);
            }
            assert_eq!(open(&threads), [2, 2, 2]);
            let (_, left) = connected[1];
            connected.retain(|(_, thread)| *thread != left);
            assert_eq!(connected.len(), 4);
            while open(&threads) != [2, 0, 2] {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            for _ in 0..2 {
                let (client, thread) = connect(&threads).await;
                assert_eq!(thread, left);
                connected.push((client, thread));
            }
            threads.end().await;
        });
    }

    #[test]
    fn what_is_under_way_is_dropped_in_the_end() {
        runtime().block_on(async {
            let threads = Threads::apart().unwrap();
            let (mut client, _) = connect(&threads).await;
            threads.end().await;
            assert_eq!(client.read(&mut [0]).await.unwrap(), 0, "hung up");
        });
    }

    #[test]
    fn threads_that_share_are_those_of_the_runtime() {
        runtime().block_on(async {
            let threads = Threads::shared();
            let (first, second) = (connect(&threads).await, connect(&threads).await);
            assert_eq!(open(&threads), [2]);
            drop((first, second));
            threads.end().await;
        });
    }
}
