//! A writer of FIT files: definitions, messages, checksums, and all that can be wrong with them.

/// The seconds between 1 January 1970 and 31 December 1989, from which FIT counts.
const EPOCH: i64 = 631_065_600;

/// A FIT file that is written message by message.
#[derive(Debug, Clone, Default)]
pub struct FitFile {
    data: Vec<u8>,
}

/// A field of a message: its number, and its bytes in little-endian order.
type Field = (u8, Vec<u8>);

impl FitFile {
    /// A file without messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a message with its definition. The size of a field tells its type: whole numbers without sign.
    #[must_use]
    pub fn message(mut self, number: u16, fields: &[Field]) -> Self {
        self.define(number, fields, &[]);
        self.data.push(0);
        for (_, bytes) in fields {
            self.data.extend_from_slice(bytes);
        }
        self
    }

    /// Appends a message with fields that only its developer knows, of which no description is in the file.
    #[must_use]
    pub fn message_with_unknown(mut self, number: u16, fields: &[Field], developer: &[Field]) -> Self {
        self.define(number, fields, developer);
        self.data.push(0);
        for (_, bytes) in fields.iter().chain(developer) {
            self.data.extend_from_slice(bytes);
        }
        self
    }

    fn define(&mut self, number: u16, fields: &[Field], developer: &[Field]) {
        let count = |fields: &[Field]| u8::try_from(fields.len()).expect("a test writes few fields");
        let size = |bytes: &[u8]| u8::try_from(bytes.len()).expect("a field has at most 255 bytes");
        self.data.push(if developer.is_empty() { 0x40 } else { 0x60 });
        self.data.extend_from_slice(&[0, 0]);
        self.data.extend_from_slice(&number.to_le_bytes());
        self.data.push(count(fields));
        for (field, bytes) in fields {
            let base_type = match bytes.len() {
                1 => 0x02,
                2 => 0x84,
                4 => 0x86,
                _ => 0x0d,
            };
            self.data.extend_from_slice(&[*field, size(bytes), base_type]);
        }
        if !developer.is_empty() {
            self.data.push(count(developer));
            for (field, bytes) in developer {
                self.data.extend_from_slice(&[*field, size(bytes), 0]);
            }
        }
    }

    /// The file with a header of 14 bytes and correct checksums.
    pub fn finish(&self) -> Vec<u8> {
        self.with_header(14)
    }

    /// The file with a header of 12 bytes, as old devices write it, or of 14.
    ///
    /// # Panics
    /// If the file has more than 4 GiB.
    pub fn with_header(&self, size: u8) -> Vec<u8> {
        let length = u32::try_from(self.data.len()).expect("a test writes small files");
        let mut bytes = vec![size, 0x20];
        bytes.extend_from_slice(&2_132_u16.to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(b".FIT");
        if size > 12 {
            bytes.extend_from_slice(&checksum(&bytes).to_le_bytes());
        }
        bytes.extend_from_slice(&self.data);
        bytes.extend_from_slice(&checksum(&bytes).to_le_bytes());
        bytes
    }

    /// A time as FIT counts it, from seconds since 1970.
    ///
    /// # Panics
    /// If it is before 1989 or after 2125.
    pub fn time(unix: i64) -> Vec<u8> {
        u32::try_from(unix - EPOCH).expect("FIT knows the time from 1989 to 2125").to_le_bytes().to_vec()
    }
}

/// The checksum of FIT: CRC-16 with the polynomial 0x8005, lowest bit first.
pub fn checksum(bytes: &[u8]) -> u16 {
    let mut sum = 0_u16;
    for byte in bytes {
        sum ^= u16::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xa001 } else { sum >> 1 };
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_arc() {
        // The check value of CRC-16/ARC, which FIT uses.
        assert_eq!(checksum(b"123456789"), 0xbb3d);
    }

    #[test]
    fn a_file_begins_with_its_length_and_ends_with_its_checksum() {
        let bytes = FitFile::new().message(0, &[(0, vec![4])]).finish();
        assert_eq!(
            bytes[..14],
            [14, 0x20, 0x54, 0x08, 11, 0, 0, 0, b'.', b'F', b'I', b'T', bytes[12], bytes[13]]
        );
        assert_eq!(bytes[14..25], [0x40, 0, 0, 0, 0, 1, 0, 1, 2, 0, 4]);
        assert_eq!(checksum(&bytes), 0, "a checksum over data and checksum is nothing");
    }
}
