//! Work on several threads whose results come back in order, with only so much of it under way.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How many jobs a thread may be ahead of the slowest one.
const AHEAD: usize = 4;

/// Where the workers take their jobs from, one at a time.
struct Queue<I> {
    jobs: I,
    next: usize,
    /// One for each job that may still be taken.
    permits: Receiver<()>,
}

/// Does the jobs on so many threads and hands over what becomes of them, in the order of the jobs.
///
/// `sink` is also told whether nothing else is under way, so that whoever waits should be shown what
/// there is. When it fails, the threads are left behind: one may wait for input that never comes.
pub(super) fn run<J: Send + 'static, R: Send + 'static>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send + 'static,
    worker: impl Fn() -> Box<dyn FnMut(J) -> R> + Send + Sync + 'static,
    mut sink: impl FnMut(R, bool) -> io::Result<()>,
) -> io::Result<()> {
    if threads < 2 {
        let work = worker();
        return jobs.map(work).try_for_each(|result| sink(result, true));
    }
    let (permit, permits) = channel();
    for _ in 0..threads * AHEAD {
        let _ = permit.send(());
    }
    let (results, done) = channel();
    let (queue, worker) = (Arc::new(Mutex::new(Queue { jobs, next: 0, permits })), Arc::new(worker));
    for _ in 0..threads {
        let (queue, results, worker) = (Arc::clone(&queue), results.clone(), Arc::clone(&worker));
        thread::spawn(move || {
            let mut work = worker();
            while let Some((at, job)) = take(&queue) {
                if results.send((at, work(job))).is_err() {
                    break;
                }
            }
        });
    }
    drop(results);
    in_order(&done, |result, idle| {
        // Nobody takes a permit once the jobs are done.
        let _ = permit.send(());
        sink(result, idle)
    })
}

fn take<J>(queue: &Mutex<Queue<impl Iterator<Item = J>>>) -> Option<(usize, J)> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.permits.recv().ok()?;
    let job = queue.jobs.next()?;
    let at = queue.next;
    queue.next += 1;
    Some((at, job))
}

/// Calls `each` with every result in order; those that come too early wait.
fn in_order<R>(done: &Receiver<(usize, R)>, mut each: impl FnMut(R, bool) -> io::Result<()>) -> io::Result<()> {
    let (mut early, mut next) = (BTreeMap::new(), 0);
    for (at, result) in done {
        early.insert(at, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            each(result, early.is_empty())?;
        }
    }
    Ok(())
}
