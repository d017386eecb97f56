//! Every kind of picture that is read, against what another decoder makes of it: `samples/pillow.py` says which, and how.

#![expect(clippy::cast_precision_loss, clippy::unwrap_used, reason = "these are tests")]

use std::fs;
use std::path::{Path, PathBuf};

use media::picture;

/// Pixels of every sample.
const SIZE: (u32, u32) = (24, 16);

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/pillow");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|ending| ending != "rgb")).collect();
    samples.sort();
    samples
}

/// How far levels may be apart, at most and on average: nothing is lost in a PNG but a rounding over white, and decoders of what
/// is lossy round and enlarge each in their own way.
fn tolerance(name: &str) -> (u8, f64) {
    match name.rsplit_once('.') {
        Some((_, "png")) => (1, 0.1),
        Some(("lossless" | "lossless-alpha", _)) => (1, 0.3),
        _ => (12, 1.0),
    }
}

#[test]
fn every_kind_of_picture_shows_what_another_decoder_shows() {
    let samples = samples();
    assert_eq!(samples.len(), 37);
    for file in samples {
        let name = file.file_name().unwrap().to_str().unwrap();
        let wanted = fs::read(file.with_extension("rgb")).unwrap();
        let opened =
            picture::open(&fs::read(&file).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((opened.width(), opened.height()), SIZE, "{name}");
        let is_clear = ["clear", "alpha", "rgba"].iter().any(|kind| name.contains(kind));
        assert_eq!(opened.has_alpha(), is_clear, "{name}");
        let found = opened.sample(SIZE.0).into_raw();
        let off: Vec<u8> = found.iter().zip(&wanted).map(|(one, other)| one.abs_diff(*other)).collect();
        let mean = off.iter().map(|off| f64::from(*off)).sum::<f64>() / off.len() as f64;
        let (most, average) = tolerance(name);
        let worst = *off.iter().max().unwrap();
        assert!(
            found.len() == wanted.len() && worst <= most && mean <= average,
            "{name}: {worst}, {mean} on average"
        );
    }
}
