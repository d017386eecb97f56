//! Crockford's base 32 (<https://www.crockford.com/base32.html>), lower case, canonical form only.

/// No `i`, `l`, `o` or `u`, in ascending ASCII order: encoded numbers sort as text.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

pub(super) fn encode(body: u128) -> String {
    (0..LENGTH)
        .rev()
        .map(|place| char::from(ALPHABET[usize::from((body >> (place * 5)).to_le_bytes()[0] & 31)]))
        .collect()
}

/// `None` unless `text` is exactly what [`encode`] writes: one spelling for each id.
pub(super) fn decode(text: &str) -> Option<u128> {
    if text.len() != LENGTH || text.as_bytes()[0] > b'7' {
        return None;
    }
    text.bytes().try_fold(0, |body: u128, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        Some((body << 5) | digit as u128)
    })
}
