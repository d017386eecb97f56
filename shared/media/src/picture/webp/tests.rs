use super::*;

/// 64 x 64 pixels by libwebp 1.6, with all that it does for size.
const LIBWEBP: &[u8] = include_bytes!("../../../tests/samples/libwebp-lossless.webp");

fn hunger_of(file: &[u8]) -> Result<u64, Undecodable> {
    hunger(&Chunks::new(file)?, &Header::read(file)?)
}

#[test]
fn what_encoders_make_takes_little_beside_its_pixels() {
    // A walk that loses its way ends in damage, or in another number.
    assert_eq!(hunger_of(LIBWEBP).unwrap(), 28_064);
    let picture = crate::picture::open(LIBWEBP).unwrap();
    assert_eq!((picture.width(), picture.height()), (64, 64));
}

#[test]
fn wherever_a_file_ends_it_is_no_picture_and_nothing_breaks() {
    let header = Header::read(LIBWEBP).unwrap();
    for end in 30..LIBWEBP.len() - 1 {
        let mut cut = LIBWEBP[..end].to_vec();
        let (file, chunk) = (u32::try_from(end - 8).unwrap(), u32::try_from(end - 20).unwrap());
        cut[4..8].copy_from_slice(&file.to_le_bytes());
        cut[16..20].copy_from_slice(&chunk.to_le_bytes());
        assert!(decode(&cut, &header, 64).is_err(), "{end} bytes of {} pass", LIBWEBP.len());
    }
}

#[test]
fn no_change_of_bits_makes_it_panic() {
    let header = Header::read(LIBWEBP).unwrap();
    for bit in 25 * 8..(LIBWEBP.len() * 8).min(25 * 8 + 4_000) {
        let mut changed = LIBWEBP.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let _ = decode(&changed, &header, 64);
    }
}
