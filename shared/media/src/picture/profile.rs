//! What of a colour profile is shown to its parser (ICC.1:2022, section 7).
//!
//! `moxcms` reads a tag as often as the table names it, and copies each text of an `mluc` tag, of which thousands may name the
//! same bytes: a profile of 2 MB, which is a file of 3 KB, would become gigabytes. Colours need no text, and no tag twice.

/// Bytes before the table's entries: the header and their number (section 7.3.1).
const TABLE: usize = 132;
/// Bytes of an entry: a signature, where the tag's data lie, and how many there are.
const ENTRY: usize = 12;
/// The tags that a conversion from a profile's colours takes: primaries, curves, white, and tables of colours.
const TAKEN: [&[u8; 4]; 13] = [
    b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"chad", b"cicp", b"A2B0",
    b"A2B1", b"A2B2",
];

/// The profile, with the names of all other tags and of repetitions blanked. Signatures are unique (section 7.3.1), so nothing is
/// lost of a profile that is one.
pub(super) fn pruned(profile: &[u8]) -> Vec<u8> {
    let mut pruned = profile.to_vec();
    let mut left = TAKEN.to_vec();
    for [name @ .., _, _, _, _, _, _, _, _] in entries(&mut pruned) {
        match left.iter().position(|taken| *taken == name) {
            Some(index) => drop(left.swap_remove(index)),
            None => *name = [0; 4],
        }
    }
    pruned
}

fn entries(profile: &mut [u8]) -> impl Iterator<Item = &mut [u8; ENTRY]> {
    let (head, table) = profile.split_at_mut_checked(TABLE).unwrap_or_default();
    let count = head.last_chunk().map_or(0, |count| u32::from_be_bytes(*count));
    table.as_chunks_mut().0.iter_mut().take(usize::try_from(count).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile of nothing but a table that says it has `count` entries.
    fn table(count: u32, names: &[&[u8; 4]]) -> Vec<u8> {
        let entries = names.iter().flat_map(|name| [&name[..], &[0, 0, 0, 1, 0, 0, 0, 2]].concat());
        [0; 128].into_iter().chain(count.to_be_bytes()).chain(entries).collect()
    }

    #[test]
    fn what_no_conversion_takes_is_left_out_and_the_rest_is_shown_once() {
        let names = [b"desc", b"rXYZ", b"A2B0", b"A2B0", b"mluc", b"rXYZ", b"wtpt", b"B2A0"];
        let blank = b"\0\0\0\0";
        let shown = [blank, b"rXYZ", b"A2B0", blank, blank, blank, b"wtpt", blank];
        assert_eq!(pruned(&table(8, &names)), table(8, &shown));
        // Entries that are not there, or not said to be, are nobody's.
        assert_eq!(pruned(&table(u32::MAX, &names)), table(u32::MAX, &shown));
        assert_eq!(pruned(&table(1, &names))[144..], table(1, &names)[144..]);
        assert_eq!(pruned(b"none"), b"none");
    }

    #[test]
    fn a_profile_that_is_one_loses_nothing_that_colours_need() {
        for profile in
            [moxcms::ColorProfile::new_display_p3(), moxcms::ColorProfile::new_gray_with_gamma(2.2)]
        {
            let bytes = profile.encode().unwrap();
            let [whole, shown] =
                [&bytes, &pruned(&bytes)].map(|bytes| moxcms::ColorProfile::new_from_slice(bytes).unwrap());
            assert_eq!(
                (whole.red_colorant, whole.red_trc, whole.gray_trc, whole.media_white_point),
                (shown.red_colorant, shown.red_trc, shown.gray_trc, shown.media_white_point)
            );
        }
    }
}
