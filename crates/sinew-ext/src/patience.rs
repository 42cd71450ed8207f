//! How long somebody waits. It decides nothing but whether facts come in time.

use std::{
    fmt,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

/// After how long it is said that something is waited for: what comes sooner is hardly noticed.
const UNNOTICED: Duration = Duration::from_millis(500);

/// How long somebody waits, for all libraries that they are asked for taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    whole: Duration,
    left: Duration,
}

impl Patience {
    /// Somebody who waits so long in all.
    pub fn new(whole: Duration) -> Self {
        Self { whole, left: whole }
    }

    /// Whether none of it is left.
    pub fn is_over(&self) -> bool {
        self.left.is_zero()
    }

    /// Waits within what is left of it. `notice` is called once if that takes a moment.
    pub(crate) fn wait<T>(
        &mut self,
        notice: &mut dyn FnMut(),
        what: impl FnOnce(&mut Waiting<'_>) -> T,
    ) -> T {
        let begin = now();
        let mut waiting = Waiting {
            whole: Some((begin + self.left, self.whole)),
            notice: Some((begin + UNNOTICED, notice)),
        };
        let done = what(&mut waiting);
        self.left = self.left.saturating_sub(begin.elapsed());
        done
    }
}

/// Waiting for a child.
pub(crate) struct Waiting<'a> {
    /// When it ends, whatever is waited for, and how long that was from the beginning.
    whole: Option<(Instant, Duration)>,
    /// When it is said that something is waited for, and by what. None once it was said.
    notice: Option<(Instant, &'a mut dyn FnMut())>,
}

/// What was waited for has not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotCome {
    /// It took longer than one step may take.
    Step(Duration),
    /// It took longer than everything may take.
    Whole(Duration),
    /// It can never come any more.
    Never,
}

impl Waiting<'_> {
    /// Nobody waits, so that only single steps have an end.
    pub(crate) fn of_nobody() -> Self {
        Self { whole: None, notice: None }
    }

    /// Whether everything has taken as long as it may.
    pub(crate) fn is_over(&self) -> Option<NotCome> {
        let (end, whole) = self.whole?;
        (now() >= end).then_some(NotCome::Whole(whole))
    }

    /// Waits for what comes next, at most as long as one step may take.
    pub(crate) fn receive<T>(&mut self, from: &Receiver<T>, step: Duration) -> Result<T, NotCome> {
        let begin = now();
        let (mut end, mut not_come) = (begin + step, NotCome::Step(step));
        if let Some((last, whole)) = self.whole
            && last < end
        {
            (end, not_come) = (last, NotCome::Whole(whole));
        }
        if let Some((moment, notice)) = self.notice.take() {
            match received(from, moment.min(end)) {
                Some(received) => {
                    self.notice = Some((moment, notice));
                    return received;
                }
                None if moment < end => notice(),
                None => self.notice = Some((moment, notice)),
            }
        }
        received(from, end).unwrap_or(Err(not_come))
    }
}

impl fmt::Debug for Waiting<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Waiting").field("whole", &self.whole).finish_non_exhaustive()
    }
}

/// What comes until then; none if nothing does.
fn received<T>(from: &Receiver<T>, until: Instant) -> Option<Result<T, NotCome>> {
    match from.recv_timeout(until.saturating_duration_since(now())) {
        Ok(received) => Some(Ok(received)),
        Err(RecvTimeoutError::Disconnected) => Some(Err(NotCome::Never)),
        Err(RecvTimeoutError::Timeout) => None,
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a library takes can only be seen on a clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{channel, sync_channel};

    const LONG: Duration = Duration::from_mins(5);
    const MOMENT: Duration = Duration::from_millis(5);

    #[test]
    fn what_comes_in_time_is_there_and_nothing_is_said() {
        let (to, from) = sync_channel(1);
        to.send(7).unwrap();
        let mut said = 0;
        let mut patience = Patience::new(LONG);
        let received = patience.wait(&mut || said += 1, |waiting| waiting.receive(&from, LONG));
        assert_eq!((received, said), (Ok(7), 0));
        assert!(!patience.is_over());
        drop(to);
        let never = patience.wait(&mut || said += 1, |waiting| waiting.receive(&from, LONG));
        assert_eq!((never, said), (Err(NotCome::Never), 0));
        assert_eq!(Waiting::of_nobody().receive(&from, LONG), Err(NotCome::Never));
    }

    #[test]
    fn the_step_or_the_whole_ends_it_whichever_comes_first() {
        let (_to, from) = channel::<()>();
        let mut patience = Patience::new(LONG);
        let step = patience.wait(&mut || {}, |waiting| waiting.receive(&from, MOMENT));
        assert_eq!(step, Err(NotCome::Step(MOMENT)));
        assert!(!patience.is_over());
        let mut patience = Patience::new(MOMENT);
        let whole = patience.wait(&mut || {}, |waiting| {
            let received = waiting.receive(&from, LONG);
            assert_eq!(waiting.is_over(), Some(NotCome::Whole(MOMENT)));
            received
        });
        assert_eq!(whole, Err(NotCome::Whole(MOMENT)));
        // Nothing is left of it for the next one.
        assert!(patience.is_over());
        let next = patience.wait(&mut || {}, |waiting| waiting.receive(&from, LONG));
        assert_eq!(next, Err(NotCome::Whole(MOMENT)));
        assert_eq!(Waiting::of_nobody().receive(&from, MOMENT), Err(NotCome::Step(MOMENT)));
    }

    #[test]
    fn somebody_who_waits_for_more_than_a_moment_is_told_once() {
        let (_to, from) = channel::<()>();
        let mut said = 0;
        let mut patience = Patience::new(LONG);
        patience.wait(&mut || said += 1, |waiting| {
            for step in [MOMENT, 2 * UNNOTICED, MOMENT, 2 * UNNOTICED] {
                assert_eq!(waiting.receive(&from, step), Err(NotCome::Step(step)));
            }
        });
        assert_eq!(said, 1);
    }
}
