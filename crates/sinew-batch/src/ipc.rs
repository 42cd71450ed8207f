//! Files and streams of Arrow, in which lengths are looked at before memory is asked for.
//!
//! In front of a buffer that is compressed stands how long it is without that. The decoder of the arrow crates asks for so much memory at
//! once, and if there is not so much, the program ends then and there: no error can be told any more, nor a panic be caught. So a length
//! is looked at first: the bytes behind it have to be able to come to it, and the memory has to be there.
//!
//! The readers of those crates do not let anybody look in between. So the frame of a file and of a stream is read here, and what is in it by
//! their decoder. It is the same for both: blocks of a file are messages of a stream, with an index behind them.

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_buffer::Buffer;
use arrow_ipc::{
    Block, CompressionType, Message,
    reader::{FileDecoder, read_dictionary, read_footer_length, read_record_batch},
    root_as_footer, root_as_message,
};
use arrow_schema::{ArrowError, SchemaRef};
use std::{
    fs::File,
    hint::black_box,
    io::{self, Read, Seek as _, SeekFrom},
    sync::Arc,
};

/// What stands in front of a message, in all but the oldest form.
const CONTINUED: [u8; 4] = [0xff; 4];

/// How long the end of a file is: the length of its index, and what shows that it is one.
const END: usize = 10;

/// The most bytes that a byte of LZ4 stands for: a byte of a length adds at most so many (LZ4 block format, "Sequences").
const LZ4_AT_MOST: u64 = 255;

/// The same for Zstandard: a block of at most 128 KiB takes four bytes if one byte is repeated in it (RFC 8878, 3.1.1.2).
const ZSTD_AT_MOST: u64 = 128 * 1024 / 4;

/// The most bytes for which there is room before any of them came: what is said of them may be wrong.
const AHEAD_AT_MOST: u64 = 64 * 1024 * 1024;

/// Refuses a compressed buffer that says it is longer than it can be, and buffers for which there is not memory together. Where there is
/// no buffer, or none so long that it says anything, that is left to the decoder.
fn look_at_lengths(message: &Message<'_>, body: &[u8]) -> io::Result<()> {
    let batch = message.header_as_record_batch().or_else(|| message.header_as_dictionary_batch()?.data());
    let compressed = batch.and_then(|batch| Some((batch.compression()?.codec(), batch.buffers()?)));
    let Some((codec, buffers)) = compressed else { return Ok(()) };
    let at_most = if codec == CompressionType::LZ4_FRAME { LZ4_AT_MOST } else { ZSTD_AT_MOST };
    let mut rooms: Vec<Vec<u8>> = Vec::new();
    for buffer in buffers {
        let place = usize::try_from(buffer.offset()).ok().zip(usize::try_from(buffer.length()).ok());
        let bytes = place.and_then(|(start, length)| body.get(start..start.checked_add(length)?));
        let Some((length, compressed)) = bytes.and_then(|bytes| bytes.split_first_chunk()) else { continue };
        // A number below 0 says that this one is not compressed.
        let Ok(length) = u64::try_from(i64::from_le_bytes(*length)) else { continue };
        let compressed = compressed.len() as u64;
        if length > compressed.saturating_mul(at_most) {
            return Err(refused(format!(
                "a part of it says that it is {length} bytes long, which its {compressed} compressed bytes cannot be"
            )));
        }
        let mut room = Vec::new();
        if usize::try_from(length).map_or(true, |length| room.try_reserve_exact(length).is_err()) {
            return Err(refused(format!(
                "a part of it says that it is {length} bytes long, for which there is no memory"
            )));
        }
        rooms.push(room);
    }
    // No compiler may find out that they are not used, and take them for granted.
    black_box(&rooms);
    Ok(())
}

/// The schema in a message or an index.
fn schema_of(schema: arrow_ipc::Schema<'_>) -> Result<SchemaRef, ArrowError> {
    if !schema.endianness().equals_to_target_endianness() {
        return Err(damaged("its numbers are written in another byte order than those of this machine"));
    }
    // What is no schema makes it panic, which is caught as any panic of a reader is.
    #[allow(deprecated, reason = "version 59 of arrow-ipc, which may be used too, has no other")]
    let schema = arrow_ipc::convert::fb_to_schema(schema);
    Ok(Arc::new(schema))
}

/// A file of Arrow, block by block.
pub(crate) struct ArrowFile {
    file: File,
    bytes: u64,
    decoder: FileDecoder,
    schema: SchemaRef,
    blocks: std::vec::IntoIter<Block>,
}

impl ArrowFile {
    /// Reads the index at the end of a file, and its dictionaries.
    pub(crate) fn open(mut file: File) -> Result<Self, ArrowError> {
        let bytes = file.seek(SeekFrom::End(0))?;
        let end = bytes.checked_sub(END as u64).ok_or_else(|| damaged("its end is missing"))?;
        let mut length = [0; END];
        file.seek(SeekFrom::Start(end))?;
        file.read_exact(&mut length)?;
        let length = read_footer_length(length)? as u64;
        let start = end.checked_sub(length).ok_or_else(|| damaged("its index is longer than the file"))?;
        let index = part(&mut file, bytes, start, length)?;
        let index = root_as_footer(&index).map_err(|_| damaged("its index cannot be read"))?;
        let schema = schema_of(index.schema().ok_or_else(|| damaged("its index has no schema"))?)?;
        let blocks = index.recordBatches().ok_or_else(|| damaged("its index names no rows"))?;
        let mut decoder = FileDecoder::new(Arc::clone(&schema), index.version());
        for block in index.dictionaries().into_iter().flatten() {
            let message = message_of(&mut file, bytes, block)?;
            decoder.read_dictionary(block, &message)?;
        }
        let blocks = blocks.iter().copied().collect::<Vec<_>>().into_iter();
        Ok(Self { file, bytes, decoder, schema, blocks })
    }
}

impl Iterator for ArrowFile {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.blocks.next()?;
        let message = message_of(&mut self.file, self.bytes, &block);
        let batch = message.and_then(|message| self.decoder.read_record_batch(&block, &message));
        // Nothing would be taken for the end of the file.
        Some(batch.and_then(|batch| batch.ok_or_else(|| damaged("a block of it has no rows"))))
    }
}

impl RecordBatchReader for ArrowFile {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// The message of a block, after a look at the lengths in it.
fn message_of(file: &mut File, bytes: u64, block: &Block) -> Result<Buffer, ArrowError> {
    let place = |at: i64| u64::try_from(at).map_err(|_| damaged("its index names a place below 0"));
    let (start, head) = (place(block.offset())?, place(block.metaDataLength().into())?);
    let message = part(file, bytes, start, head.saturating_add(place(block.bodyLength())?))?;
    // As the decoder does: what it reads is not cut off where the body begins.
    let framed = message.strip_prefix(&CONTINUED).unwrap_or(&message).get(4..).unwrap_or_default();
    let framed = read_head(framed)?;
    let body = usize::try_from(head).ok().and_then(|head| message.get(head..));
    look_at_lengths(&framed, body.unwrap_or_default())?;
    Ok(message)
}

/// What stands in the head of a message.
fn read_head(head: &[u8]) -> Result<Message<'_>, ArrowError> {
    root_as_message(head).map_err(|_| damaged("a message of it cannot be read"))
}

/// So many bytes of a file from there on.
fn part(file: &mut File, bytes: u64, start: u64, length: u64) -> Result<Buffer, ArrowError> {
    if start.checked_add(length).is_none_or(|end| end > bytes) {
        return Err(damaged("its index names a place behind its end"));
    }
    file.seek(SeekFrom::Start(start))?;
    Ok(Buffer::from_vec(exactly(file, length)?))
}

/// The texts of each dictionary, by its number.
#[expect(clippy::disallowed_types, reason = "it is what the decoder takes; nothing walks through it")]
type Dictionaries = std::collections::HashMap<i64, ArrayRef>;

/// A stream of Arrow, message by message.
pub(crate) struct ArrowStream<R> {
    /// None behind the last message.
    from: Option<R>,
    schema: SchemaRef,
    dictionaries: Dictionaries,
}

impl<R: Read> ArrowStream<R> {
    /// Reads the schema that stands at the beginning of a stream.
    pub(crate) fn open(mut from: R) -> Result<Self, ArrowError> {
        let (head, _) = next_message(&mut from)?.ok_or_else(|| damaged("there is nothing in it"))?;
        let message = read_head(&head)?;
        let schema = message.header_as_schema();
        let schema = schema_of(schema.ok_or_else(|| damaged("it does not begin with a schema"))?)?;
        Ok(Self { from: Some(from), schema, dictionaries: Dictionaries::default() })
    }

    fn next_batch(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        while let Some(from) = &mut self.from {
            let Some((head, body)) = next_message(from)? else { break };
            let message = read_head(&head)?;
            let version = message.version();
            if let Some(batch) = message.header_as_record_batch() {
                let schema = Arc::clone(&self.schema);
                return read_record_batch(&body, batch, schema, &self.dictionaries, None, &version).map(Some);
            }
            let Some(texts) = message.header_as_dictionary_batch() else {
                return Err(damaged("a message of it has neither rows nor texts"));
            };
            read_dictionary(&body, texts, &self.schema, &mut self.dictionaries, &version)?;
        }
        self.from = None;
        Ok(None)
    }
}

impl<R: Read> Iterator for ArrowStream<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_batch().transpose()
    }
}

impl<R: Read> RecordBatchReader for ArrowStream<R> {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// The head and the body of the next message of a stream, after a look at the lengths in it; none at the end. No byte behind it is waited for.
fn next_message(from: &mut impl Read) -> Result<Option<(Vec<u8>, Buffer)>, ArrowError> {
    let mut length = Vec::new();
    from.by_ref().take(4).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    if length == CONTINUED {
        length = exactly(from, 4)?;
    }
    let length = length.try_into().map_err(|_| cut_off())?;
    let below = |_| damaged("a message of it has a length below 0");
    let length = u64::try_from(i32::from_le_bytes(length)).map_err(below)?;
    if length == 0 {
        return Ok(None);
    }
    let head = exactly(from, length)?;
    let message = read_head(&head)?;
    let body = exactly(from, u64::try_from(message.bodyLength()).map_err(below)?)?;
    look_at_lengths(&message, &body)?;
    Ok(Some((head, Buffer::from_vec(body))))
}

/// So many bytes.
fn exactly(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let ahead = usize::try_from(length.min(AHEAD_AT_MOST)).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(ahead)?;
    from.by_ref().take(length).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length { Err(cut_off()) } else { Ok(bytes) }
}

fn cut_off() -> io::Error {
    refused("it is cut off".to_owned())
}

fn damaged(cause: &str) -> ArrowError {
    refused(cause.to_owned()).into()
}

fn refused(cause: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, cause)
}
