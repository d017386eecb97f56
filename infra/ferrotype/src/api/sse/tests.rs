use std::time::Duration;

use super::{Events, Message};

const STREAM: &str = "\u{feff}: hello\n\nretry: 250\nid: 1\nevent: render.stage\ndata: {\"a\": \"é\"}\n\n: beat\r\n\r\n\
     id: 2\rdata: one\rdata:two\r\revent: x\r\ndata\r\n\r\nid: 3\n\nretry: soon\nid: a\0b\nfoo: bar\ndata:  two spaces\n\ndata: cut off";

fn message(kind: &str, data: &str) -> Message {
    Message { kind: kind.into(), data: data.into() }
}

fn expected() -> Vec<Message> {
    vec![
        message("render.stage", "{\"a\": \"é\"}"),
        message("message", "one\ntwo"),
        message("x", ""),
        message("message", " two spaces"),
    ]
}

#[test]
fn fields_comments_and_line_ends_are_those_of_the_standard() {
    let mut events = Events::default();
    assert_eq!(events.push(STREAM.as_bytes()), expected());
    assert_eq!(events.last_id(), Some("3"));
    assert_eq!(events.retry(), Some(Duration::from_millis(250)));
}

#[test]
fn a_stream_says_the_same_however_it_is_cut() {
    // A generator of our own, so that a failing cut is the same tomorrow (Knuth, MMIX).
    let mut state = 7_u64;
    for round in 0..2_000 {
        let (mut events, mut seen, mut rest) = (Events::default(), Vec::new(), STREAM.as_bytes());
        while !rest.is_empty() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let length = usize::try_from(state >> 33).unwrap() % 9;
            let (piece, left) = rest.split_at(length.min(rest.len()));
            seen.extend(events.push(piece));
            rest = left;
        }
        assert_eq!(seen, expected(), "round {round}");
        assert_eq!(events.last_id(), Some("3"), "round {round}");
    }
}

#[test]
fn half_a_message_is_forgotten_with_its_connection() {
    let mut events = Events::default();
    events.push(b"id: 7\ndata: whole\n\nid: 8\nevent: x\ndata: ha");
    assert_eq!(events.last_id(), Some("7"));
    events.reconnect();
    assert_eq!(events.push(b"data: next\n\n"), [message("message", "next")]);
    assert_eq!(events.last_id(), Some("7"));
}
