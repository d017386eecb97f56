//! Digits, capitals and small letters: what a key is written in, so that a double click selects all of it.

use contract::port::Ids;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `N` characters that nobody can guess.
///
/// Each is scaled from 32 random bits, so no character is likelier than another by more than 62 in 2^32: of the 190.5 bits
/// of 32 characters less than a millionth of a bit is lost, and unlike rejection this always ends.
pub(crate) fn random<const N: usize>(ids: &dyn Ids) -> [u8; N] {
    std::array::from_fn(|_| {
        let mut bytes = [0; 4];
        ids.random(&mut bytes);
        digit((u64::from(u32::from_le_bytes(bytes)) * 62) >> 32)
    })
}

/// `number` in six digits; 62^6 is more than 2^32.
pub(crate) fn six_digits(number: u32) -> [u8; 6] {
    let mut rest = u64::from(number);
    let mut digits = [0; 6];
    for place in digits.iter_mut().rev() {
        *place = digit(rest % 62);
        rest /= 62;
    }
    digits
}

pub(crate) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn digit(value: u64) -> u8 {
    ALPHABET[usize::try_from(value % 62).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_hold_every_checksum_apart() {
        assert_eq!(&six_digits(0), b"000000");
        assert_eq!(&six_digits(61), b"00000z");
        assert_eq!(&six_digits(62), b"000010");
        assert_eq!(&six_digits(u32::MAX), b"4gfFC3");
    }

    #[test]
    fn random_characters_spread_over_the_alphabet() {
        let ids = testkit::SeededIds::default();
        let drawn: [u8; 6_200] = random(&ids);
        assert!(drawn.iter().all(|byte| is_digit(*byte)));
        let mut counts = [0; 256];
        for byte in drawn {
            counts[usize::from(byte)] += 1;
        }
        for digit in ALPHABET {
            let count = counts[usize::from(*digit)];
            assert!((40..=180).contains(&count), "`{}` came {count} times of about 100", char::from(*digit));
        }
    }
}
