use super::*;

fn film(format: Format, quality: Quality, finer: Vec<Range<u32>>) -> Film {
    let canvas = Canvas { width: 1920, height: 1080, fps: 30, frames: 90 };
    Film { canvas, format, quality, finer, cores: 4 }
}

/// What x264 is told, in one line.
fn told(film: &Film) -> String {
    let X264 { preset, options } = film.x264().unwrap();
    options.iter().fold(preset, |line, (name, value)| format!("{line} {name}={value}"))
}

#[test]
fn x264_is_told_what_ffmpeg_is_told() {
    let drawn = "deblock=0,0 cabac=1 bframes=3 b-adapt=0 ipratio=1.7 pbratio=2.2 analyse=i4x4 b-pyramid=none";
    let medium = film(Format::Mp4, Quality::Medium, vec![]);
    assert_eq!(told(&medium), format!("ultrafast qp=20 {drawn} threads=2"));
    assert_eq!(told(&film(Format::Mp4, Quality::High, vec![])), "veryfast crf=17 aq-mode=1 threads=4");
    let small = Film { canvas: Canvas { width: 640, height: 360, ..medium.canvas }, ..medium };
    let drawn = drawn.replace("pbratio=2.2", "pbratio=1.4");
    assert_eq!(told(&small), format!("ultrafast qp=18 {drawn} threads=2"), "what is said later holds");
}

#[test]
fn finer_stretches_are_told_too() {
    let finer = told(&film(Format::Mp4, Quality::Medium, vec![10..20, 40..60]));
    assert!(
        finer.contains("ipratio=2.3 pbratio=2.0") && finer.contains("zones=10,19,q=13/40,59,q=13"),
        "{finer}"
    );
    assert!(finer.ends_with("threads=6"), "{finer}");
}

#[test]
fn other_codecs_are_not_x264() {
    for format in [Format::Webm, Format::Av1, Format::Mov, Format::Gif, Format::Png, Format::Webp] {
        assert_eq!(film(format, Quality::Medium, vec![]).x264(), None, "{format:?}");
    }
}
