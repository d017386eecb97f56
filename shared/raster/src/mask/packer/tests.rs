use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::mask::{Placed, Row};

const WIDTH: usize = 40;

/// The bytes of a mask's rows.
fn dense(mask: Mask) -> Vec<u8> {
    let height = mask.height;
    let placed = Placed::new(Arc::new(mask), 0, 0);
    let mut bytes = vec![0; WIDTH * height as usize];
    for (y, line) in bytes.chunks_exact_mut(WIDTH).enumerate() {
        let mut row = Row::default();
        placed.read(y as i32, 0, WIDTH as i32, &mut row);
        for run in &row.runs {
            let under = &mut line[run.start as usize..run.end as usize];
            match run.ink {
                Ink::Even(value) => under.fill(value),
                Ink::Bytes(at) => under.copy_from_slice(row.bytes_of(*run, at)),
            }
        }
    }
    bytes
}

/// A row in blocks, each of one value or of some.
fn blocks() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let level = prop_oneof![Just(0_u8), Just(255), any::<u8>()];
    let even = (level.clone(), 1..12_usize).prop_map(|(value, count)| vec![value; count]);
    let mixed = prop::collection::vec(level, 1..12);
    prop::collection::vec(prop_oneof![even, mixed], 1..8)
}

proptest! {
    #[test]
    fn a_mask_has_what_its_packer_was_told(rows in prop::collection::vec(blocks(), 1..5)) {
        let mut packer = Packer::new(WIDTH, rows.len(), (WIDTH, rows.len()));
        let mut told = Vec::new();
        for blocks in &rows {
            let mut left = WIDTH;
            for block in blocks {
                let block = &block[..block.len().min(left)];
                left -= block.len();
                told.extend_from_slice(block);
                match block.split_first() {
                    Some((value, rest)) if rest.iter().all(|other| other == value) => {
                        packer.even(*value, block.len());
                    }
                    _ => packer.bytes(block),
                }
            }
            packer.even(0, left);
            told.resize(told.len() + left, 0);
            packer.end_row();
        }
        let mask = packer.finish();
        prop_assert!(mask.bytes.len() <= told.len());
        prop_assert_eq!(dense(mask), told);
    }
}

#[test]
fn what_is_alike_at_the_ends_of_bytes_needs_none() {
    let mut packer = Packer::new(WIDTH, 1, (WIDTH, 1));
    packer.bytes(&[0, 0, 0, 90]);
    packer.bytes(&[180, 255, 255, 255]);
    packer.even(255, 16);
    packer.bytes(&[255, 40, 0, 0]);
    packer.end_row();
    let mask = packer.finish();
    assert_eq!(mask.bytes, [90, 180, 40]);
    assert_eq!(mask.spans.len(), 3);
}
