use std::time::Duration;

use fault::Kind;
use futures::future::join;
use testkit::{Dice, Ear, Get, Leave, listen, raw_items};

use super::*;
use crate::tests::Studio;
use crate::{LIST, STREAM};

async fn hear(
    studio: &Studio,
    query: &[(&str, &str)],
    last: Option<&str>,
    leave: Leave,
) -> (Vec<u8>, Result<(), Fault>) {
    let headers: Vec<_> = last.map(|id| ("last-event-id", id)).into_iter().collect();
    listen(STREAM, studio.inside("a"), Get(&[], query, &headers), leave).await
}

async fn heard(studio: &Studio, query: &[(&str, &str)], last: Option<&str>) -> Ear {
    let (bytes, ended) = hear(studio, query, last, Leave::AtEnd).await;
    assert!(ended.is_ok() && bytes.ends_with(b"retry: 250\n"));
    let mut ear = Ear::default();
    ear.take(&bytes);
    ear
}

/// The whole feed as the list has it, byte for byte.
async fn listed(studio: &Studio) -> Vec<String> {
    let mut items = Vec::new();
    loop {
        let after = items.len().to_string();
        let page =
            raw_items(LIST, studio.inside("a"), Get(&[], &[("after", &after), ("limit", "7")], &[])).await;
        if page.is_empty() {
            return items;
        }
        items.extend(page);
    }
}

fn data(ear: &Ear) -> Vec<String> {
    ear.heard.iter().map(|heard| heard.data.clone()).collect()
}

#[tokio::test]
async fn without_a_place_it_begins_now_and_says_where_that_is() {
    let studio = Studio::rich().await;
    let job = studio.admit(1).await;
    studio.feed().await;
    let life = async {
        studio.world.clock.sleep(Duration::from_secs(20)).await;
        studio.begin(job).await;
        studio.feed().await;
    };
    let (ear, ()) = join(heard(&studio, &[], None), life).await;
    assert_eq!(data(&ear), listed(&studio).await[1..]);
    assert_eq!((ear.last_event_id.as_deref(), ear.heard[0].event.as_str()), (Some("3"), "render.started"));
    let quiet = heard(&studio, &[], None).await;
    assert_eq!((quiet.last_event_id.as_deref(), quiet.heard.len(), quiet.comments), (Some("3"), 0, 3));
    studio.audit();
}

#[tokio::test]
async fn a_place_in_the_url_is_for_the_first_time_and_the_header_counts_before_it() {
    let studio = Studio::rich().await;
    let job = studio.admit(1).await;
    studio.begin(job).await;
    studio.feed().await;
    let all = listed(&studio).await;
    assert_eq!(data(&heard(&studio, &[("after", "0")], None).await), all);
    assert_eq!(data(&heard(&studio, &[("after", "0")], Some("2")).await), all[2..]);
    studio.audit();
}

#[tokio::test]
async fn who_comes_back_too_late_is_told_and_goes_on_with_what_is_kept() {
    let studio = Studio::rich().await;
    for number in 1..=3 {
        studio.admit(number).await;
        studio.feed().await;
        studio.advance(4);
    }
    let kept = raw_items(LIST, studio.inside("a"), Get(&[], &[], &[])).await;
    for place in ["0", "1", "77"] {
        let ear = heard(&studio, &[], Some(place)).await;
        assert_eq!(
            (ear.heard[0].event.as_str(), ear.heard[0].data.as_str()),
            ("reset", r#"{"after":2}"#),
            "{place}"
        );
        assert_eq!((&ear.heard[0].id, &data(&ear)[1..]), (&"2".to_owned(), &kept[..]));
    }
    assert_eq!(data(&heard(&studio, &[], Some("2")).await), kept);
    studio.audit();
}

#[tokio::test]
async fn a_place_that_is_none_is_refused() {
    let studio = Studio::rich().await;
    for bad in ["", "x", "01", "-1", "rnd_1.2", "99999999999999999999"] {
        let (bytes, ended) = hear(&studio, &[], Some(bad), Leave::AtEnd).await;
        let fault = ended.unwrap_err();
        assert_eq!((fault.kind(), fault.code(), bytes.len()), (Kind::Malformed, "last-event-id", 0), "{bad}");
    }
    let (_, ended) = hear(&studio, &[("after", "x")], None, Leave::AtEnd).await;
    assert_eq!(ended.unwrap_err().problem("").pointer.as_deref(), Some("/after"));
}

#[tokio::test]
async fn fifty_cuts_at_random_bytes_lose_nothing_and_repeat_nothing() {
    for seed in 0..5 {
        let studio = Studio::rich().await;
        let mut dice = Dice::new(seed);
        let mut ear = Ear::default();
        let (mut cuts, mut jobs) = (0, 0);
        while cuts < 50 {
            let last = ear.last_event_id.clone();
            let most = 1 + dice.below(1_500);
            let news = dice.below(3);
            let life = async {
                for _ in 0..news {
                    studio.world.clock.sleep(Duration::from_millis(dice.below(2_000) as u64)).await;
                    jobs += 1;
                    let job = studio.admit(jobs).await;
                    studio.begin(job).await;
                    studio.feed().await;
                }
            };
            // The first time a listener has no place yet and says so.
            let ((bytes, outcome), ()) =
                join(hear(&studio, &[("after", "0")], last.as_deref(), Leave::After(most)), life).await;
            assert!(outcome.is_ok(), "seed {seed}: who leaves is no fault");
            cuts += usize::from(bytes.len() == most);
            ear.take(&bytes);
        }
        assert!(ear.heard.len() > 20, "seed {seed}: {} events came through", ear.heard.len());
        let last = ear.last_event_id.clone();
        let (bytes, _) = hear(&studio, &[("after", "0")], last.as_deref(), Leave::AtEnd).await;
        ear.take(&bytes);
        assert_eq!(data(&ear), listed(&studio).await, "seed {seed}");
        studio.audit();
    }
}
