use std::fs;

use super::*;
use crate::media::tests::{folder, make};
use crate::{Folder, Problem};

/// A click, one sample of full strength, every tenth of a second.
const CLICKS: &str = "aevalsrc='if(eq(mod(n,4800),0),1,0)':s=48000:d=2";

fn sound(src: &str) -> Sound {
    Sound {
        id: format!("{src}@0"),
        src: src.to_owned(),
        position: 0.0,
        volume: 1.0,
        rate: 1.0,
        looped: false,
        start: 0.0,
    }
}

/// A plan of so many frames in which one sound is heard from one frame on.
fn plan(fps: u32, frames: u32, from: u32, sound: &Sound) -> SoundPlan {
    let mut plan = SoundPlan::new(fps);
    for frame in 0..frames {
        let Some(since) = frame.checked_sub(from) else {
            plan.push(&[]);
            continue;
        };
        let position = sound.position + f64::from(since) / f64::from(fps) * sound.rate;
        plan.push(&[Sound { position, ..sound.clone() }]);
    }
    plan
}

/// The left channel of what is mixed.
fn try_mixed(plan: &SoundPlan, folder: &mut Folder) -> Result<(Vec<f32>, Vec<crate::Warning>), Problem> {
    let mut out = Vec::new();
    let mut mixer = Mixer::new(folder);
    mixer.mix(plan, &mut out)?;
    let samples = out.chunks_exact(8).map(|pair| f32::from_le_bytes(pair[..4].try_into().unwrap())).collect();
    Ok((samples, mixer.warnings()))
}

#[track_caller]
fn mixed(plan: &SoundPlan, folder: &mut Folder) -> Vec<f32> {
    try_mixed(plan, folder).unwrap().0
}

/// Where clicks are.
fn clicks(samples: &[f32]) -> Vec<usize> {
    (0..samples.len()).filter(|at| samples[*at] > 0.4).collect()
}

#[test]
fn a_frame_begins_at_its_sample() {
    assert_eq!((first_sample(0, 30), first_sample(1, 30), first_sample(30, 30)), (0, 1_600, 48_000));
    // 48000 / 7 is 6857.14, and 2 * 48000 / 7 is 13714.29; at 9, 5333.33 and 10666.67.
    assert_eq!((first_sample(1, 7), first_sample(2, 7)), (6_857, 13_714));
    assert_eq!((first_sample(1, 9), first_sample(2, 9)), (5_333, 10_667));
    assert_eq!(first_sample(216_000, 60), 172_800_000);
}

#[test]
fn what_goes_on_is_one_sound_and_a_jump_begins_another() {
    let whole = plan(30, 20, 5, &sound("a.wav"));
    assert_eq!((whole.runs().len(), whole.runs()[0].from, whole.runs()[0].end()), (1, 5, 20));
    let mut jumping = plan(30, 10, 0, &sound("a.wav"));
    jumping.append(plan(30, 10, 0, &sound("a.wav")));
    assert_eq!(jumping.runs().iter().map(|run| run.from).collect::<Vec<_>>(), [0, 10]);
    // Pieces that were made apart are the same plan.
    let mut joined = plan(30, 10, 5, &sound("a.wav"));
    let later = Sound { position: 5.0 / 30.0, ..sound("a.wav") };
    joined.append(plan(30, 10, 0, &later));
    assert_eq!(joined, whole);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<SoundPlan>(&json).unwrap(), whole);
    assert!(SoundPlan::new(30).is_silent() && !whole.is_silent());
}

#[test]
fn clicks_are_where_frames_put_them() {
    let (root, mut folder) = folder();
    make(&root.path().join("clicks.wav"), "", CLICKS);
    for (fps, from) in [(24, 7), (30, 10), (60, 1), (7, 3)] {
        let samples = mixed(&plan(fps, 2 * fps, from, &sound("clicks.wav")), &mut folder);
        assert_eq!(samples.len(), 96_000, "{fps}");
        let first = usize::try_from(first_sample(from, fps)).unwrap();
        let expected: Vec<usize> = (first..96_000).step_by(4_800).take(20).collect();
        assert_eq!(clicks(&samples), expected, "at {fps} frames a second from frame {from}");
    }
}

#[test]
fn a_sound_begins_where_it_is_trimmed_to_and_is_silent_after_its_end() {
    let (root, mut folder) = folder();
    make(&root.path().join("clicks.wav"), "", CLICKS);
    let trimmed = Sound { position: 1.75, ..sound("clicks.wav") };
    assert_eq!(clicks(&mixed(&plan(30, 30, 0, &trimmed), &mut folder)), [2_400, 7_200]);
    let beyond = Sound { position: 99.0, ..sound("clicks.wav") };
    assert_eq!(clicks(&mixed(&plan(30, 30, 0, &beyond), &mut folder)), [0_usize; 0]);
}

#[test]
fn long_sources_are_entered_to_the_sample() {
    let (root, mut folder) = folder();
    let long = CLICKS.replace("d=2", "d=20");
    make(&root.path().join("a.mov"), "-c:a pcm_s16le", &long);
    make(&root.path().join("a.mka"), "-c:a flac", &long);
    make(&root.path().join("a.flac"), "", &long);
    for name in ["a.mov", "a.mka", "a.flac"] {
        let late = Sound { position: 12.35, ..sound(name) };
        assert_eq!(clicks(&mixed(&plan(30, 9, 0, &late), &mut folder)), [2_400, 7_200, 12_000], "{name}");
    }
}

#[test]
fn a_loop_goes_on_at_its_start() {
    let (root, mut folder) = folder();
    // One click at 0 and one at 0.1, in 0.15 seconds.
    make(&root.path().join("short.wav"), "", &CLICKS.replace("d=2", "d=0.15"));
    let looped = Sound { looped: true, ..sound("short.wav") };
    let expected: Vec<usize> = (0..48_000).filter(|at| matches!(at % 7_200, 0 | 4_800)).collect();
    assert_eq!(clicks(&mixed(&plan(30, 30, 0, &looped), &mut folder)), expected);
    // From 0.05 on: a click 0.05 after each turn, of 0.1. It begins in its second turn.
    let later = Sound { looped: true, start: 0.05, position: 0.17, ..sound("short.wav") };
    let expected: Vec<usize> = (0..24_000).filter(|at| (at + 960) % 4_800 == 2_400).collect();
    assert_eq!(clicks(&mixed(&plan(30, 15, 0, &later), &mut folder)), expected);
}

#[test]
fn a_volume_moves_in_a_straight_line_and_what_is_too_loud_is_cut_off() {
    let (root, mut folder) = folder();
    make(&root.path().join("one.wav"), "-c:a pcm_f32le", "aevalsrc=0.5:s=48000:d=1");
    let mut plan = SoundPlan::new(10);
    for (frame, volume) in [0.0, 1.0, 0.5, 3.0].into_iter().enumerate() {
        let position = f64::from(u32::try_from(frame).unwrap()) / 10.0;
        plan.push(&[Sound { position, volume, ..sound("one.wav") }]);
    }
    let samples = mixed(&plan, &mut folder);
    for (at, expected) in
        [(0, 0.0), (2_400, 0.25), (4_800, 0.5), (7_200, 0.375), (9_600, 0.25), (14_400, 1.0)]
    {
        assert!((samples[at] - expected).abs() < 1e-3, "{} at {at}", samples[at]);
    }
}

#[test]
fn a_faster_sound_is_shorter_and_keeps_its_pitch() {
    let (root, mut folder) = folder();
    make(&root.path().join("tone.wav"), "", "sine=f=480:r=48000:d=2");
    for rate in [0.25, 0.5, 1.5, 2.0, 4.0] {
        let faster = Sound { rate, ..sound("tone.wav") };
        let samples = mixed(&plan(30, 300, 0, &faster), &mut folder);
        let end = samples.iter().rposition(|sample| sample.abs() > 0.01).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let seconds = end as f64 / 48_000.0;
        assert!((seconds - 2.0 / rate).abs() < 0.1, "{seconds} at {rate}");
        let inside = &samples[4_800..4_800 + 12_000];
        let crossings = inside.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((115..=125).contains(&crossings), "480 waves a second at {rate}: {crossings} in a quarter");
    }
    let absurd = Sound { rate: 40.0, ..sound("tone.wav") };
    let (samples, warnings) = try_mixed(&plan(30, 3, 0, &absurd), &mut folder).unwrap();
    assert!(clicks(&samples).is_empty() && warnings[0].code == "playback-rate");
}

#[test]
fn mono_and_other_rates_become_stereo_of_48000() {
    let (root, mut folder) = folder();
    make(&root.path().join("low.mp3"), "-ar 22050 -ac 1 -b:a 128k", "sine=f=440:d=1");
    make(&root.path().join("low.m4a"), "-ar 44100 -ac 1 -c:a aac", "sine=f=440:d=1");
    make(&root.path().join("low.ogg"), "-c:a libopus", "sine=f=440:d=1");
    for name in ["low.mp3", "low.m4a", "low.ogg"] {
        let samples = mixed(&plan(30, 40, 0, &sound(name)), &mut folder);
        let waves = samples.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((436..=446).contains(&waves), "{name}: {waves}");
    }
}

#[test]
fn two_sounds_are_added_and_one_channel_is_as_loud_as_two() {
    let (root, mut folder) = folder();
    make(&root.path().join("one.wav"), "-c:a pcm_f32le", "aevalsrc=0.25:s=48000:d=1");
    let mut plan = SoundPlan::new(30);
    plan.push(&[sound("one.wav"), Sound { id: "other".to_owned(), volume: 0.5, ..sound("one.wav") }]);
    let samples = mixed(&plan, &mut folder);
    assert!(samples.iter().all(|sample| (sample - 0.375).abs() < 1e-4), "{:?}", &samples[..4]);
    make(&root.path().join("two.wav"), "-c:a pcm_f32le", "aevalsrc=0.25|0.5:s=48000:d=1");
    let mut both = SoundPlan::new(30);
    both.push(&[sound("two.wav")]);
    let samples = mixed(&both, &mut folder);
    assert!((samples[0] - 0.25).abs() < 1e-4, "the left side stays on the left");
}

#[test]
fn a_film_is_heard_in_step_and_ends_with_its_pictures() {
    let (root, mut folder) = folder();
    let filter = format!("color=black:s=16x16:r=30:d=1[out0];{}[out1]", CLICKS.replace("d=2", "d=0.35"));
    for (name, how) in [("a.mov", "-c:v libx264 -c:a pcm_s16le"), ("a.mkv", "-c:v libx264 -c:a flac")] {
        make(&root.path().join(name), how, &filter);
        let looped = Sound { looped: true, ..sound(name) };
        let samples = mixed(&plan(30, 45, 0, &looped), &mut folder);
        assert_eq!(clicks(&samples), [0, 4_800, 9_600, 14_400, 48_000, 52_800, 57_600, 62_400], "{name}");
    }
}

#[test]
fn what_has_no_sound_is_told_once_and_what_cannot_be_read_is_a_problem() {
    let (root, mut folder) = folder();
    make(&root.path().join("mute.mp4"), "-c:v libx264", "color=black:s=16x16:r=30:d=1");
    let (samples, warnings) = try_mixed(&plan(30, 30, 2, &sound("mute.mp4")), &mut folder).unwrap();
    assert!(samples.len() == 48_000 && clicks(&samples).is_empty());
    assert_eq!(warnings.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["no-sound"]);
    let told = |folder: &mut Folder, name: &str| {
        let problem = try_mixed(&plan(30, 30, 0, &sound(name)), folder).unwrap_err();
        assert_eq!(problem.code(), "asset");
        problem.to_string()
    };
    assert!(told(&mut folder, "absent.mp3").contains("is not there"));
    fs::write(root.path().join("text.mp3"), "hello").unwrap();
    assert!(told(&mut folder, "text.mp3").contains("is no film or sound that can be read"));
    make(&root.path().join("whole.m4a"), "-c:a aac", "sine=d=1");
    let whole = fs::read(root.path().join("whole.m4a")).unwrap();
    fs::write(root.path().join("cut.m4a"), &whole[..whole.len() / 2]).unwrap();
    assert!(told(&mut folder, "cut.m4a").contains("is damaged (moov atom not found)"));
    let silent = Sound { volume: 0.0, ..sound("absent.mp3") };
    assert!(try_mixed(&plan(30, 3, 0, &silent), &mut folder).is_ok(), "what is not heard is not read");
}

#[test]
fn more_sounds_than_can_be_heard_are_refused() {
    let (root, mut folder) = folder();
    make(&root.path().join("a.wav"), "", "sine=d=0.1");
    let mut plan = SoundPlan::new(30);
    let many = (0..80).map(|n| Sound { id: n.to_string(), ..sound("a.wav") });
    plan.push(&many.collect::<Vec<_>>());
    assert_eq!(try_mixed(&plan, &mut folder).unwrap_err().code(), "limit");
}

#[test]
fn a_reader_that_has_gone_is_told() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("nobody reads"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_root, mut folder) = folder();
    let mut plan = SoundPlan::new(30);
    plan.push(&[]);
    let problem = Mixer::new(&mut folder).mix(&plan, &mut Gone).unwrap_err();
    assert_eq!((problem.code(), problem.to_string().contains("nobody reads")), ("sound", true));
}
