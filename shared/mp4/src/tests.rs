use std::io::{Cursor, Read as _};

use mp4_atom::{Any, ReadFrom as _};

use super::*;

const TRACK: Track = Track { width: 64, height: 36, fps: 2, frames: 5 };

/// Packets as x264 gives them for five pictures, two of them B-frames.
fn packets() -> Vec<(Vec<u8>, i64, bool)> {
    [(0, true), (3, false), (1, false), (2, false), (4, true)]
        .into_iter()
        .map(|(shown, is_key)| {
            (vec![u8::try_from(shown).unwrap() + 1; 100 + usize::try_from(shown).unwrap()], shown, is_key)
        })
        .collect()
}

/// The index of a film of them, and the whole file.
fn film() -> (Moov, Vec<u8>) {
    let place = tempfile::NamedTempFile::new().unwrap();
    let headers = Headers { sequence: vec![0x67, 77, 64, 40, 1], picture: vec![0x68, 1], about: vec![9; 7] };
    let mut film = Mp4::begin(place.path(), TRACK, &headers).unwrap();
    for (bytes, shown, is_key) in &packets() {
        film.add(Packet { bytes, shown: *shown, decoded: 0, is_key: *is_key }).unwrap();
    }
    film.finish().unwrap();
    read(place.path())
}

/// The index of a film, and all of it.
fn read(place: &Path) -> (Moov, Vec<u8>) {
    let mut bytes = Vec::new();
    File::open(place).unwrap().read_to_end(&mut bytes).unwrap();
    let mut rest = Cursor::new(&bytes);
    let mut boxes = Vec::new();
    while rest.position() < bytes.len() as u64 {
        boxes.push(Any::read_from(&mut rest).unwrap());
    }
    let [Any::Ftyp(_), Any::Moov(moov), Any::Free(_), Any::Mdat(_)] = &boxes[..] else {
        panic!("the index is not in front: {boxes:?}")
    };
    (moov.clone(), bytes)
}

#[test]
fn every_sample_is_where_the_index_says() {
    let (moov, bytes) = film();
    let table = &moov.trak[0].mdia.minf.stbl;
    let StszSamples::Different { sizes } = &table.stsz.samples else { panic!("all are alike") };
    let lengths: Vec<_> =
        table.stsc.entries.iter().map(|entry| (entry.first_chunk, entry.samples_per_chunk)).collect();
    assert_eq!(lengths, [(1, 2), (3, 1)], "two seconds and what is left");
    let mut found = Vec::new();
    for (chunk, samples) in table.stco.as_ref().unwrap().entries.iter().zip([0..2, 2..4, 4..5]) {
        let mut at = *chunk as usize;
        for size in &sizes[samples] {
            found.push(bytes[at..at + *size as usize].to_vec());
            at += *size as usize;
        }
    }
    let mut expected: Vec<_> = packets().into_iter().map(|(bytes, ..)| bytes).collect();
    expected[0].splice(0..0, [9; 7]);
    assert_eq!(found, expected);
}

#[test]
fn pictures_are_shown_in_their_order_from_zero_on() {
    let (moov, _) = film();
    let track = &moov.trak[0];
    let table = &track.mdia.minf.stbl;
    let later = table.ctts.as_ref().unwrap().entries.iter();
    let later: Vec<_> =
        later.flat_map(|entry| vec![entry.sample_offset; entry.sample_count as usize]).collect();
    let begins = track.edts.as_ref().unwrap().elst.as_ref().unwrap().entries[0].media_time.unwrap();
    let shown: Vec<_> = (0_i64..).zip(&later).map(|(n, later)| n + later / i64::from(TICKS)).collect();
    assert!(later.iter().all(|later| *later >= 0), "none is shown before it is decoded: {later:?}");
    let begins = i64::try_from(begins / u64::from(TICKS)).unwrap();
    assert_eq!(shown.iter().map(|shown| shown - begins).collect::<Vec<_>>(), [0, 3, 1, 2, 4]);
    assert_eq!(table.stss.as_ref().unwrap().entries, [1, 5]);
    assert_eq!((track.mdia.mdhd.timescale, track.mdia.mdhd.duration), (2 * TICKS, 5 * u64::from(TICKS)));
}

#[test]
fn there_is_room_for_the_index_of_every_film() {
    // Times that no two neighbours share, and nothing but keyframes.
    let track = Track { fps: 50, frames: 3000, ..TRACK };
    let place = tempfile::NamedTempFile::new().unwrap();
    let headers = Headers { sequence: vec![0x67, 100, 0, 40, 1], picture: vec![0x68; 300], about: vec![] };
    let mut film = Mp4::begin(place.path(), track, &headers).unwrap();
    let packet =
        |number: i64| Packet { bytes: &[1; 5], shown: number + number % 2, decoded: 0, is_key: true };
    (0..3000).for_each(|number| film.add(packet(number)).unwrap());
    assert!(matches!(film.add(packet(3000)), Err(Error::Frames(3000))), "no more than were said");
    film.finish().unwrap();
    let (moov, _) = read(place.path());
    assert_eq!(moov.trak[0].mdia.minf.stbl.stss.as_ref().unwrap().entries.len(), 3000);
}
