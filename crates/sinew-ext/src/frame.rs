//! Frames: a length of four bytes, lowest first, and as many bytes as it says.

use std::{
    fmt,
    io::{self, ErrorKind, Read, Write},
};

/// The most bytes of a message, which is JSON.
pub const MOST_MESSAGE: usize = 64 * 1024;
/// The most bytes that a library says of itself.
pub const MOST_DESCRIPTION: usize = 64 * 1024;
/// The most bytes that a library is given.
pub const MOST_INPUT: usize = 64 * 1024 * 1024;
/// The most bytes that a library answers.
pub const MOST_REPLY: usize = 1024 * 1024;

/// Why there is no frame.
#[derive(Debug)]
pub enum FrameProblem {
    /// The other side has ended, between two frames.
    Ended,
    /// The other side has ended within a frame.
    Cut,
    /// A frame is longer than is taken. Nothing of it was read.
    TooLong {
        /// How many bytes it says it has.
        bytes: u64,
        /// How many are taken.
        most: usize,
    },
    /// Reading or writing failed.
    Broken(io::Error),
}

impl fmt::Display for FrameProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended => formatter.write_str("the other side has ended"),
            Self::Cut => formatter.write_str("the other side has ended in the middle of a message"),
            Self::TooLong { bytes, most } => {
                write!(formatter, "a message of {bytes} bytes, of which at most {most} are taken")
            }
            Self::Broken(problem) => write!(formatter, "the connection failed: {problem}"),
        }
    }
}

/// Reads one frame with at most so many bytes. No more memory than that is taken, whatever the frame says.
pub fn read_frame(from: &mut dyn Read, most: usize) -> Result<Vec<u8>, FrameProblem> {
    let mut length = [0; 4];
    let mut filled = 0;
    while filled < length.len() {
        match from.read(&mut length[filled..]) {
            Ok(0) if filled == 0 => return Err(FrameProblem::Ended),
            Ok(0) => return Err(FrameProblem::Cut),
            Ok(count) => filled += count,
            Err(problem) if problem.kind() == ErrorKind::Interrupted => {}
            Err(problem) => return Err(FrameProblem::Broken(problem)),
        }
    }
    let length = u32::from_le_bytes(length);
    let bytes = usize::try_from(length).unwrap_or(usize::MAX);
    if bytes > most {
        return Err(FrameProblem::TooLong { bytes: length.into(), most });
    }
    let mut frame = vec![0; bytes];
    from.read_exact(&mut frame).map_err(|problem| match problem.kind() {
        ErrorKind::UnexpectedEof => FrameProblem::Cut,
        _ => FrameProblem::Broken(problem),
    })?;
    Ok(frame)
}

/// Writes one frame with at most so many bytes, and sends it off.
pub fn write_frame(to: &mut dyn Write, frame: &[u8], most: usize) -> Result<(), FrameProblem> {
    let length = u32::try_from(frame.len()).ok().filter(|_| frame.len() <= most);
    let Some(length) = length else {
        return Err(FrameProblem::TooLong { bytes: frame.len() as u64, most });
    };
    let written = to.write_all(&length.to_le_bytes()).and_then(|()| to.write_all(frame));
    written.and_then(|()| to.flush()).map_err(FrameProblem::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_end_of_a_stream_is_told_apart() {
        let read = |bytes: &[u8]| read_frame(&mut &*bytes, 4);
        assert!(matches!(read(b""), Err(FrameProblem::Ended)));
        assert!(matches!(read(b"\x01\0"), Err(FrameProblem::Cut)));
        assert!(matches!(read(b"\x02\0\0\0a"), Err(FrameProblem::Cut)));
        assert_eq!(read(b"\x04\0\0\0abcd").unwrap(), b"abcd");
        assert_eq!(read(b"\0\0\0\0").unwrap(), b"");
        assert!(matches!(read(b"\x05\0\0\0abcde"), Err(FrameProblem::TooLong { bytes: 5, most: 4 })));
        assert!(matches!(read(b"\xff\xff\xff\xff"), Err(FrameProblem::TooLong { bytes: 4_294_967_295, .. })));
        let mut written = Vec::new();
        assert!(matches!(write_frame(&mut written, b"abcde", 4), Err(FrameProblem::TooLong { .. })));
        assert!(written.is_empty(), "nothing of it is sent");
    }

    proptest! {
        #[test]
        fn any_bytes_are_frames_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), most in 0..64_usize) {
            let mut rest = bytes.as_slice();
            loop {
                let before = rest.len();
                match read_frame(&mut rest, most) {
                    Ok(frame) => {
                        // What was allocated is what was read, and no more than is taken.
                        prop_assert!(frame.len() <= most && frame.capacity() <= most);
                        prop_assert_eq!(before - rest.len(), frame.len() + 4);
                    }
                    Err(problem) => {
                        prop_assert!(!problem.to_string().is_empty());
                        prop_assert_eq!(matches!(problem, FrameProblem::Ended), before == 0);
                        break;
                    }
                }
            }
        }

        #[test]
        fn what_is_written_is_read_again(frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..5)) {
            let mut stream = Vec::new();
            for frame in &frames {
                write_frame(&mut stream, frame, 50).unwrap();
            }
            let mut stream = stream.as_slice();
            for frame in &frames {
                prop_assert_eq!(&read_frame(&mut stream, 50).unwrap(), frame);
            }
            prop_assert!(matches!(read_frame(&mut stream, 50), Err(FrameProblem::Ended)));
        }
    }
}
