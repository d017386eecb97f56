//! Films of scenes, looked at as a player would.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use serde_json::Value;

use crate::desk::{Desk, ffmpeg};

/// Frame n is n × 4 of grey, and the size is odd to see it made even.
const GREY: &str = "\
import {AbsoluteFill, useCurrentFrame} from 'remotion';
export const meta = {durationInFrames: 40, fps: 25, width: 160, height: 90};
export default function Grey() {
  const level = useCurrentFrame() * 4;
  return <AbsoluteFill style={{background: `rgb(${level}, ${level}, ${level})`}} />;
}
";

/// The level of grey of each frame of a film.
fn greys(desk: &Desk, film: &str) -> Vec<u8> {
    let picture =
        ["-v", "error", "-i", film, "-vf", "scale=1:1:flags=area:in_color_matrix=bt709,format=gray"];
    // A grey picture's luma is limited: what is asked for is its full range.
    let (said, bytes) =
        desk.ffmpeg(&[&picture[..], &["-fps_mode", "passthrough", "-f", "rawvideo", "-"]].concat());
    assert!(said.is_empty(), "{said}");
    bytes
}

/// What ffmpeg says of a film, from its header and after decoding all of it.
fn facts(desk: &Desk, film: &str) -> String {
    desk.ffmpeg(&["-i", film, "-map", "0:v", "-c", "copy", "-f", "null", "-"]).0
}

#[test]
fn every_format_has_every_frame_in_its_place() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    for film in ["a.mp4", "b.webm", "c.mov", "d.gif"] {
        let told = desk.answer(&["export", "grey.tsx", "--out", film]);
        assert_eq!((&told["frames"], &told["fps"]), (&Value::from(40), &Value::from(25)), "{film}");
        let levels = greys(&desk, film);
        assert_eq!(levels.len(), 40, "{film}");
        for (n, level) in levels.iter().enumerate() {
            let off = (i32::from(*level) - i32::try_from(n * 4).unwrap()).abs();
            assert!(off <= 3, "{film}: frame {n} is {level}");
        }
        let facts = facts(&desk, film);
        assert!(facts.contains("Duration: 00:00:01.60") && facts.contains("25 fps"), "{film}: {facts}");
    }
    // Nothing is left beside the films.
    assert_eq!(desk.names("."), ["a.mp4", "b.webm", "c.mov", "d.gif", "grey.tsx"]);
}

#[test]
fn folders_have_a_picture_for_each_frame() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    for format in ["png", "webp"] {
        desk.answer(&["export", "grey.tsx", "--format", format, "--out", format, "--frames", "10-12"]);
        let expected: Vec<_> = (0..3).map(|n| format!("{n:05}.{format}")).collect();
        assert_eq!(desk.names(format), expected);
    }
}

#[test]
fn painters_and_parts_change_no_frame() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    let hashes = |threads: &str, chunks: &str| {
        let film = format!("{threads}-{chunks}.mp4");
        let words =
            ["export", "grey.tsx", "--out", &film, "--threads", threads, "--chunks", chunks, "--hashes"];
        let told = desk.answer(&words);
        assert_eq!(greys(&desk, &film).len(), 40, "{film}");
        assert!(facts(&desk, &film).contains("Duration: 00:00:01.60"), "{film}");
        told["hashes"].as_array().unwrap().clone()
    };
    let one = hashes("1", "1");
    assert_eq!(one.len(), 40);
    for (threads, chunks) in [("3", "1"), ("8", "4"), ("5", "16")] {
        assert_eq!(hashes(threads, chunks), one, "{threads} cores, {chunks} parts");
    }
}

/// Whether ffmpeg wrote a film: it signs what it writes.
fn is_by_ffmpeg(desk: &Desk, film: &str) -> bool {
    std::fs::read(desk.file(film)).unwrap().windows(4).any(|word| word == b"Lavf")
}

#[test]
fn an_ffmpeg_without_libx264_makes_the_same_film() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    let alone = desk.file("ffmpeg");
    std::fs::copy(ffmpeg(), &alone).unwrap();
    for quality in ["low", "medium", "high"] {
        desk.answer(&["export", "grey.tsx", "--out", "ours.mp4", "--quality", quality]);
        let made = desk.run_with(&["export", "grey.tsx", "--out", "its.mp4", "--quality", quality], &alone);
        assert_eq!(made.code, 0, "{}", made.err);
        assert!(!is_by_ffmpeg(&desk, "ours.mp4") && is_by_ffmpeg(&desk, "its.mp4"), "{quality}");
        assert_eq!(greys(&desk, "ours.mp4"), greys(&desk, "its.mp4"), "{quality}");
    }
}

#[test]
fn a_place_need_not_be_text() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    let place = OsStr::from_bytes(b"caf\xe9/a.mp4");
    let made = desk.run(&[OsStr::new("export"), OsStr::new("grey.tsx"), OsStr::new("--out"), place]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(std::fs::metadata(desk.file("").join(place)).unwrap().len() > 1000);
}

#[test]
fn a_libx264_that_is_none_fails_the_film_and_says_so() {
    let desk = Desk::with(&[("grey.tsx", GREY), ("bin/libx264.so.165", "nothing")]);
    let program = desk.file("bin/ffmpeg");
    std::fs::copy(ffmpeg(), &program).unwrap();
    let failed = desk.run_with(&["export", "grey.tsx", "--out", "a.mp4"], &program);
    assert_eq!(failed.code, 1);
    assert!(failed.err.contains("libx264 cannot be loaded"), "{}", failed.err);
    assert_eq!(desk.names("."), ["bin", "grey.tsx"]);
}

#[test]
fn a_folder_of_scenes_is_one_film_in_the_size_and_speed_of_the_first() {
    let second =
        GREY.replace("durationInFrames: 40, fps: 25, width: 160", "durationInFrames: 5, fps: 60, width: 320");
    let desk = Desk::with(&[("s/1.tsx", GREY), ("s/2.tsx", &second)]);
    let told = desk.answer(&["export", "s", "--out", "film.mp4"]);
    assert_eq!(told["frames"], 45);
    assert_eq!((&told["width"], &told["fps"]), (&Value::from(160), &Value::from(25)));
    assert_eq!(greys(&desk, "film.mp4").len(), 45);
}

#[test]
fn odd_sizes_become_even_and_that_is_told() {
    let desk = Desk::with(&[("grey.tsx", GREY)]);
    let told = desk.answer(&["export", "grey.tsx", "--size", "161x91", "--out", "a.mp4", "--frames", "0-3"]);
    assert_eq!((&told["width"], &told["height"]), (&Value::from(162), &Value::from(92)));
    assert_eq!(told["warnings"][0]["code"], "size-even");
}

#[test]
fn what_is_heard_is_in_the_film_in_step() {
    let scene = GREY.replace(
        "<AbsoluteFill style={{background: `rgb(${level}, ${level}, ${level})`}} />;",
        "<><AbsoluteFill /><Sequence from={10}><Audio src={staticFile('click.wav')} /></Sequence></>;",
    );
    let scene = scene.replace(
        "{AbsoluteFill, useCurrentFrame}",
        "{AbsoluteFill, Audio, Sequence, staticFile, useCurrentFrame}",
    );
    let desk = Desk::with(&[("s.tsx", &scene), ("public/none", "")]);
    // A tone of 0.2 s from its first sample on.
    let tone =
        ["-v", "error", "-f", "lavfi", "-i", "sine=1000:r=48000:d=0.2", "-ac", "2", "public/click.wav"];
    assert_eq!(desk.ffmpeg(&tone).0, "");
    for film in ["a.mp4", "b.webm", "c.mov"] {
        desk.answer(&["export", "s.tsx", "--out", film]);
        let (_, pcm) =
            desk.ffmpeg(&["-v", "error", "-i", film, "-ac", "1", "-ar", "48000", "-f", "s16le", "-"]);
        let samples: Vec<i16> =
            pcm.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect();
        let first = samples.iter().position(|sample| sample.unsigned_abs() > 400).unwrap();
        let expected = 10 * 48_000 / 25;
        // A frame is 1,920 samples.
        assert!(first.abs_diff(expected) < 1_920, "{film}: heard at sample {first}, not {expected}");
    }
}

#[test]
fn a_scene_that_throws_fails_the_film_or_is_excused() {
    let broken = GREY
        .replace("const level", "if (useCurrentFrame() === 7) throw new Error('no seven');\n  const level");
    let desk = Desk::with(&[("s.tsx", &broken)]);
    let failed = desk.run(&["export", "s.tsx", "--out", "a.mp4"]);
    assert_eq!(failed.code, 1);
    assert!(failed.err.contains("s.tsx:4:") && failed.err.contains("frame 7: no seven"), "{}", failed.err);
    assert_eq!(desk.names("."), ["s.tsx"], "no half of a film is left");

    let told = desk.answer(&["export", "s.tsx", "--out", "a.mp4", "--on-error", "placeholder"]);
    assert_eq!(told["frames"], 40);
    assert_eq!(told["problems"][0]["problem"]["code"], "threw");
    let levels = greys(&desk, "a.mp4");
    assert!(levels[6].abs_diff(24) < 4 && levels[8].abs_diff(32) < 4, "{levels:?}");
}

#[test]
fn a_still_scene_is_shown_again_after_each_excuse() {
    let still = GREY
        .replace("const level = useCurrentFrame() * 4", "const level = 200")
        .replace("AbsoluteFill,", "AbsoluteFill, Img,")
        .replace(" />;", ">{useCurrentFrame() % 3 === 1 && <Img src='none.png' />}</AbsoluteFill>;");
    let desk = Desk::with(&[("s.tsx", &still)]);
    desk.answer(&["export", "s.tsx", "--out", "a.mp4", "--on-error", "placeholder", "--frames", "0-11"]);
    for (n, level) in greys(&desk, "a.mp4").into_iter().enumerate() {
        assert_eq!(level.abs_diff(200) < 4, n % 3 != 1, "frame {n} is {level}");
    }
}

#[test]
fn a_preview_is_the_frame_and_says_which_there_are() {
    let desk = Desk::with(&[("s.tsx", GREY)]);
    desk.answer(&["preview", "s.tsx", "--frame", "20", "--out", "p.png"]);
    assert!(greys(&desk, "p.png")[0].abs_diff(80) <= 1);
    let missing = desk.run(&["preview", "s.tsx", "--frame", "40"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("0 to 39"), "{}", missing.err);
}

/// A sky for the second of three seconds.
const SKY: &str = "\
import {Img, Sequence, staticFile} from 'remotion';
export const meta = {durationInFrames: 75, fps: 25, width: 320, height: 180};
export default () => <Sequence from={25} durationInFrames={25}><Img src={staticFile('sky.png')} /></Sequence>;
";

#[test]
fn soft_tones_are_encoded_finer_where_they_are_seen() {
    let desk = Desk::with(&[("sky.tsx", SKY), ("public/.keep", "")]);
    let sky = "gradients=s=320x180:c0=0x102040:c1=0x90b0e0:x0=0:y0=0:x1=319:y1=179:n=2";
    desk.ffmpeg(&["-f", "lavfi", "-i", sky, "-frames:v", "1", "public/sky.png"]);
    // x264 writes what it was told into the film.
    let told = |film: &str| String::from_utf8_lossy(&std::fs::read(desk.file(film)).unwrap()).into_owned();
    for threads in ["1", "5"] {
        desk.answer(&["export", "sky.tsx", "--out", "sky.mp4", "--threads", threads]);
        assert!(told("sky.mp4").contains("zones=25,49,q=13"), "{threads} cores");
    }
    desk.answer(&["export", "sky.tsx", "--out", "part.mp4", "--frames", "40-60"]);
    assert!(told("part.mp4").contains("zones=0,9,q=13"));
}
