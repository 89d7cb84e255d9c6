//! Many things worked on at once and told in their order, with a bound on how many are under way.
//!
//! Each item that is read gets a place in a queue where its result will be put; whoever tells them
//! waits at the head of that queue. So results come as soon as they can, in the order of the items,
//! and a slow one holds up those behind it rather than letting them pile up.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope};

use super::Exit;

/// Items under way for each that is worked on.
const AHEAD: usize = 2;

/// Bytes of a worker's stack: as many as the main thread has where submissions are judged one by one.
const STACK: usize = 8 * 1024 * 1024;

/// An item and where its result goes.
type Job<T, R> = (T, SyncSender<R>);

/// Works on items, `jobs` at a time, and gives each result to `tell` in the order of the items.
///
/// An error of `tell` ends the program's work: nothing more is told.
pub(super) fn ordered<T: Send, R: Send>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut tell: impl FnMut(R) -> Result<(), Exit>,
) -> Result<(), Exit> {
    let work = &work;
    if jobs <= 1 {
        return items.map(work).try_for_each(tell);
    }
    let (job_in, job_out) = sync_channel::<Job<T, R>>(jobs * AHEAD);
    let (place_in, place_out) = sync_channel::<Receiver<R>>(jobs * AHEAD);
    let job_out = Mutex::new(job_out);
    thread::scope(|scope| {
        for _ in 0..jobs {
            worker(scope, &job_out, work);
        }
        let reader = move || {
            for item in items {
                let (put, take) = sync_channel(1);
                if place_in.send(take).is_err() || job_in.send((item, put)).is_err() {
                    return;
                }
            }
        };
        if thread::Builder::new().spawn_scoped(scope, reader).is_err() {
            return Err(Exit::Failed);
        }
        for place in place_out {
            let result = place.recv().map_err(|_| Exit::Failed);
            if let Err(exit) = result.and_then(&mut tell) {
                // The reader may wait for input that never comes, and nobody wants more results.
                std::process::exit(exit as i32);
            }
        }
        Ok(())
    })
}

fn worker<'scope, 'env: 'scope, T: Send + 'scope, R: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    jobs: &'scope Mutex<Receiver<Job<T, R>>>,
    work: &'scope (impl Fn(T) -> R + Sync),
) {
    let body = move || {
        let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok((item, put)) = next() {
            // Whoever waited for the result may have gone: then nobody wants it.
            let _ = put.send(work(item));
        }
    };
    // A worker that the system does not grant is missed by nobody: the others do its work.
    let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, body);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_few_are_under_way() {
        for jobs in [1, 2, 4, 7] {
            let (begun, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut results = Vec::new();
            let most = AtomicUsize::new(0);
            let work = |item: usize| {
                let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - told.load(Ordering::SeqCst);
                most.fetch_max(ahead, Ordering::SeqCst);
                // The first of every ten is slow: those behind it must wait, and not too many.
                thread::sleep(Duration::from_micros(if item.is_multiple_of(10) {
                    3_000
                } else {
                    10
                }));
                item * 2
            };
            let ended = ordered(jobs, 0..200, work, |result| {
                told.fetch_add(1, Ordering::SeqCst);
                results.push(result);
                Ok(())
            });
            assert_eq!(ended, Ok(()));
            assert_eq!(results, (0..200).map(|item| item * 2).collect::<Vec<_>>(), "{jobs} jobs");
            let most = most.into_inner();
            assert!(most <= jobs * (AHEAD + 1) + 2, "{most} under way with {jobs} jobs");
        }
    }
}
