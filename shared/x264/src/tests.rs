use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Library, Planes, VERSIONS};

const SIZE: (u32, u32) = (64, 36);
const LUMA: usize = 64 * 36;

/// The libx264 of the tests, which its installer finds or brings.
fn library() -> Library {
    // <target>/<profile>/deps/<test>.
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/scene/ffmpeg.py");
    let done = Command::new("python3")
        .arg(script)
        .arg("--into")
        .arg(target.join("ferrotype/ffmpeg"))
        .output()
        .expect("python3 runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let ffmpeg = PathBuf::from(String::from_utf8(done.stdout).unwrap().lines().last().unwrap());
    let beside = VERSIONS.map(|version| ffmpeg.with_file_name(format!("libx264.so.{version}")));
    Library::open(beside.iter().find(|file| file.is_file()).unwrap()).unwrap()
}

/// A grey picture, which is a film of its own shade.
fn grey(luma: u8) -> Vec<u8> {
    [vec![luma; LUMA], vec![128; LUMA / 2]].concat()
}

fn planes(picture: &[u8]) -> Planes<'_> {
    let (luma, chroma) = picture.split_at(LUMA);
    let (cb, cr) = chroma.split_at(chroma.len() / 2);
    Planes { luma, cb, cr }
}

#[test]
fn every_picture_comes_out_once_and_none_before_it_is_needed() {
    for threads in ["1", "3"] {
        let options =
            [("qp", "20"), ("bframes", "3"), ("b-adapt", "0"), ("keyint", "8"), ("threads", threads)];
        let mut encoder = library().encoder(SIZE, "ultrafast", options).unwrap();
        let mut packets = Vec::new();
        for number in 0..20_u8 {
            let picture = grey(16 + 10 * number);
            let packet = encoder.encode(planes(&picture), i64::from(number)).unwrap();
            packets.extend(packet.map(|packet| (packet.shown, packet.decoded, packet.is_key)));
        }
        while let Some(packet) = encoder.flush().unwrap() {
            packets.push((packet.shown, packet.decoded, packet.is_key));
        }
        let mut shown: Vec<_> = packets.iter().map(|(shown, ..)| *shown).collect();
        let keys: Vec<_> = packets.iter().filter(|(.., is_key)| *is_key).map(|(shown, ..)| *shown).collect();
        assert!(packets.is_sorted_by_key(|(_, decoded, _)| *decoded), "{packets:?}");
        assert!(packets.iter().all(|(shown, decoded, _)| decoded <= shown), "{packets:?}");
        assert!(!shown.is_sorted(), "B-frames come later than they are shown: {shown:?}");
        shown.sort_unstable();
        assert_eq!((shown, keys), ((0..20).collect(), vec![0, 8, 16]), "{threads} threads");
    }
}

#[test]
fn packets_are_units_behind_their_lengths() {
    let mut encoder = library().encoder(SIZE, "ultrafast", [("bframes", "0"), ("crf", "20")]).unwrap();
    let headers = encoder.headers().unwrap();
    // Kinds of units (ITU-T H.264, table 7-1): a sequence parameter set of `Baseline`, and a picture parameter set.
    assert_eq!((headers.sequence[0] & 31, headers.sequence[1], headers.picture[0] & 31), (7, 66, 8));
    assert!(String::from_utf8_lossy(&headers.about).contains("crf=20.0"));
    let packet = encoder.encode(planes(&grey(90)), 0).unwrap().unwrap();
    let mut rest = packet.bytes;
    let mut kinds = Vec::new();
    while let Some((length, behind)) = rest.split_first_chunk() {
        let (unit, behind) = behind.split_at(u32::from_be_bytes(*length) as usize);
        kinds.push(unit[0] & 31);
        rest = behind;
    }
    assert_eq!((kinds, packet.is_key), (vec![5], true), "a keyframe, and no headers in front of it");
}

#[test]
fn what_it_cannot_do_it_says() {
    let library = library();
    let refused = |preset, options: &[(&'static str, &'static str)]| {
        library.encoder(SIZE, preset, options.iter().copied()).err().unwrap().to_string()
    };
    assert_eq!(refused("fastest", &[]), "libx264 does not take `preset=fastest`");
    assert_eq!(refused("ultrafast", &[("qq", "20")]), "libx264 does not take `qq=20`");
    assert_eq!(refused("ultrafast", &[("qp", "2\0")]), "libx264 does not take `qp=2\0`");
    assert!(matches!(library.encoder((64, 0), "ultrafast", []), Err(Error::Open { width: 64, height: 0 })));
    let mut encoder = library.encoder(SIZE, "ultrafast", []).unwrap();
    let (picture, small) = (grey(16), [128; 9]);
    let short = Planes { cr: &small, ..planes(&picture) };
    assert!(matches!(encoder.encode(short, 0), Err(Error::Size { wanted: 3456, given: 2889 })));
}

#[test]
fn what_is_no_libx264_is_not_loaded() {
    let other = std::env::temp_dir().join("libx264.so.999");
    assert!(matches!(Library::open(&other), Err(Error::Load(_))));
    // A library, but another.
    assert!(matches!(Library::open(Path::new("libm.so.6")), Err(Error::Load(_))));
}
