use super::*;

#[test]
fn every_frame_is_somebodys_turn_once() {
    for painters in 1..6 {
        for (first, end) in [(0, 1), (0, 100), (7, 61), (90, 98)] {
            let turns = |painter| Turns { first, end, painter, painters, run: 8 };
            let mut frames: Vec<_> = (0..painters).flat_map(|painter| turns(painter).frames()).collect();
            frames.sort_unstable();
            assert_eq!(frames, (first..end).collect::<Vec<_>>(), "{painters} painters of {first}..{end}");
            for painter in 0..painters {
                assert!(turns(painter).frames().all(|n| turns(0).painter_of(n) == painter));
            }
        }
    }
}

#[test]
fn a_message_arrives_with_its_bytes_and_the_end_is_told() {
    let (mut ours, theirs) = Line::pair().unwrap();
    let mut theirs = Line { stream: theirs.into() };
    ours.say(&Report::Read { name: "a.png".to_owned() }, b"bytes").unwrap();
    drop(ours);
    let (report, bytes) = theirs.hear::<Report>().unwrap().unwrap();
    assert!(matches!(report, Report::Read { name } if name == "a.png"));
    assert_eq!(bytes, b"bytes");
    assert!(theirs.hear::<Report>().unwrap().is_none());
}

#[test]
fn a_file_is_handed_over() {
    let (mut ours, theirs) = Line::pair().unwrap();
    let mut theirs = Line { stream: theirs.into() };
    let (reader, mut writer) = std::io::pipe().unwrap();
    ours.give(reader).unwrap();
    let mut taken = std::fs::File::from(theirs.take().unwrap());
    writer.write_all(b"through").unwrap();
    drop(writer);
    let mut text = String::new();
    taken.read_to_string(&mut text).unwrap();
    assert_eq!(text, "through");
}
