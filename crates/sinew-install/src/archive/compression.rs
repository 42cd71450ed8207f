//! The outer layer of an archive: gzip or zstd, unpacked as far as any pack needs and no further.

use super::ArchiveFormat;
use crate::refusal::Cause;
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use ruzstd::{
    decoding::{
        StreamingDecoder,
        errors::{FrameDecoderError, FrameHeaderError},
    },
    encoding::{CompressionLevel, compress_to_vec},
};
use std::io::{Read, Write as _};

/// Largest archive, in bytes.
pub(crate) const MAX_PACKED_BYTES: usize = 16 << 20;
/// Most bytes that an archive unpacks to: a pack, its documents, and some files that are left out.
pub(super) const MAX_UNPACKED_BYTES: usize = 24 << 20;
/// Largest window of a zstd archive, in bytes: what every program that reads zstd has to support.
pub(super) const MAX_WINDOW_BYTES: usize = 8 << 20;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The tar file in an archive.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Cause> {
    if bytes.len() > MAX_PACKED_BYTES {
        return Err(Cause::ArchiveTooLarge(MAX_PACKED_BYTES));
    }
    if bytes.starts_with(&GZIP) {
        gunzip(bytes)
    } else if bytes.starts_with(&ZSTD) {
        unzstd(bytes)
    } else {
        Err(Cause::NotAnArchive)
    }
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Cause> {
    let mut decoder = GzDecoder::new(bytes);
    // Reading to the end checks the checksum and the length.
    let unpacked = read_bounded(&mut decoder)?;
    if decoder.into_inner().is_empty() { Ok(unpacked) } else { Err(Cause::GoesOn) }
}

fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, Cause> {
    let opened = StreamingDecoder::new_with_max_window_size(bytes, MAX_WINDOW_BYTES as u64);
    let mut decoder = opened.map_err(|problem| match problem {
        FrameDecoderError::WindowSizeTooBig { .. }
        | FrameDecoderError::FrameHeaderError(FrameHeaderError::WindowTooBig { .. }) => {
            Cause::WindowTooLarge(MAX_WINDOW_BYTES)
        }
        _ => not_unpackable(),
    })?;
    let unpacked = read_bounded(&mut decoder).map_err(|cause| match cause {
        Cause::Damaged(_) => not_unpackable(),
        cause => cause,
    })?;
    let (rest, frame) = decoder.into_parts();
    match frame.get_checksum_from_data() {
        None => Err(Cause::NoChecksum),
        Some(checksum) if frame.get_calculated_checksum() != Some(checksum) => {
            Err(Cause::Damaged("its checksum is another one".to_owned()))
        }
        Some(_) if !rest.is_empty() => Err(Cause::GoesOn),
        Some(_) => Ok(unpacked),
    }
}

/// What the decoder says about damage are the names of its own parts, which help nobody.
fn not_unpackable() -> Cause {
    Cause::Damaged("its compressed data makes no sense".to_owned())
}

/// Reads to the end, or to the first byte that is too much.
pub(super) fn read_bounded(from: impl Read) -> Result<Vec<u8>, Cause> {
    let mut unpacked = Vec::new();
    let read = from.take(MAX_UNPACKED_BYTES as u64 + 1).read_to_end(&mut unpacked);
    match read {
        Ok(length) if length > MAX_UNPACKED_BYTES => Err(Cause::UnpacksTooLarge(MAX_UNPACKED_BYTES)),
        Ok(_) => Ok(unpacked),
        Err(problem) if problem.kind() == std::io::ErrorKind::UnexpectedEof => Err(Cause::EndsEarly),
        Err(problem) => Err(Cause::damaged(&problem)),
    }
}

/// Packs a tar file. The same bytes give the same bytes.
pub(super) fn pack(tar: &[u8], format: ArchiveFormat) -> Vec<u8> {
    match format {
        ArchiveFormat::TarZst => compress_to_vec(tar, CompressionLevel::Fastest),
        ArchiveFormat::TarGz => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            let written = encoder.write_all(tar).and_then(|()| encoder.finish());
            written.expect("writing into memory does not fail")
        }
    }
}
