//! Reading XML from one end to the other: names without prefixes, texts of elements, and nothing kept in between.
//!
//! Entities are not expanded: none that a file declares means anything here, and the texts that are read are numbers, times and words.

use crate::report::Spot;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::borrow::Cow;

/// No recording has elements so deep in each other.
const DEEPEST: usize = 64;
/// No number, time or word is longer; the rest of a text is passed over.
const LONGEST_TEXT: usize = 200;

/// Something in a document.
pub(crate) enum Part<'a> {
    /// An element begins.
    Begin {
        /// The names of the elements around it, the innermost last, and its own.
        path: &'a [String],
        /// Its attributes.
        attributes: Attributes<'a>,
    },
    /// An element ends.
    End {
        /// The names of the elements around it, the innermost last, and its own.
        path: &'a [String],
        /// The text in it, without that of elements in it.
        text: &'a str,
    },
}

/// The attributes of an element.
pub(crate) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of an attribute by its name without prefix.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(found.value.trim().to_owned())
    }

    /// A number in an attribute.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        number(&self.get(name)?)
    }
}

/// A number, unless it is none or without end.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Where and why a document cannot be read on. What came before was seen.
pub(crate) struct Break {
    pub(crate) spot: Spot,
    pub(crate) why: String,
    /// Whether the document just ends too early.
    pub(crate) is_end: bool,
}

/// Reads a document part by part, up to its end or to where it breaks.
pub(crate) fn walk(text: &str, mut see: impl FnMut(Part<'_>)) -> Result<(), Break> {
    let mut reader = Reader::from_str(text);
    // An end without a beginning, or a stray `&`, is no reason to lose a run.
    reader.config_mut().allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    loop {
        let broken = |reader: &Reader<&[u8]>, why: String, is_end| Break {
            spot: Spot::Byte(reader.error_position().max(reader.buffer_position())),
            why,
            is_end,
        };
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let is_end = matches!(&error, quick_xml::Error::Syntax(_))
                    && reader.buffer_position() >= text.len() as u64;
                return Err(broken(&reader, error.to_string(), is_end));
            }
        };
        match event {
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
                texts.push(String::new());
                if path.len() > DEEPEST {
                    return Err(broken(&reader, "elements are too deep in each other".to_owned(), false));
                }
                see(Part::Begin { path: &path, attributes: Attributes(&element) });
            }
            Event::Empty(element) => {
                path.push(element.local_name().as_ref().to_owned());
                see(Part::Begin { path: &path, attributes: Attributes(&element) });
                see(Part::End { path: &path, text: "" });
                path.pop();
            }
            Event::Text(inner) => add(&mut texts, &inner),
            Event::CData(inner) => add(&mut texts, &inner),
            Event::End(_) => {
                let text = texts.pop().unwrap_or_default();
                see(Part::End { path: &path, text: text.trim() });
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(broken(&reader, "it ends too early".to_owned(), true)),
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) | Event::GeneralRef(_) => {}
        }
    }
}

fn add(texts: &mut [String], inner: &str) {
    if let Some(text) = texts.last_mut() {
        let room = LONGEST_TEXT.saturating_sub(text.len());
        let end = (0..=room.min(inner.len())).rev().find(|end| inner.is_char_boundary(*end)).unwrap_or(0);
        text.push_str(&inner[..end]);
    }
}

/// The text of a file: UTF-8 or UTF-16 by its byte order mark, otherwise byte for byte as far as it is no UTF-8. Only names and words
/// of people have other letters than ASCII in them, and those are not kept.
pub(crate) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => String::from_utf8_lossy(bytes),
    };
    // Some apps write blanks before the first element, which no XML may have.
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start()),
        Cow::Owned(text) => Cow::Owned(text.trim_start().to_owned()),
    }
}

/// The name of the first element, if these bytes begin as XML.
pub(crate) fn root_of(bytes: &[u8]) -> Option<String> {
    let begin = &bytes[..bytes.len().min(16 * 1024)];
    let text = text_of(begin);
    if !text.starts_with('<') {
        return None;
    }
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                return Some(element.local_name().as_ref().to_owned());
            }
            // What is cut off within its first lines is XML of no known kind.
            Ok(Event::Eof) | Err(_) => return Some(String::new()),
            Ok(_) => {}
        }
    }
}
