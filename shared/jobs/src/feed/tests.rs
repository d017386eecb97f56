use std::time::Duration;

use model::StageName;

use super::*;
use crate::tests::{Ask, Lab};

const DAY: Duration = Duration::from_hours(24);

/// A job that was begun, with two events.
fn begun(lab: &Lab, number: u128) -> JobId {
    let ask = Ask::job(number);
    lab.ask(&ask).unwrap();
    lab.begin(ask.id(), 1).unwrap();
    ask.id()
}

fn find(lab: &Lab, wanted: Wanted) -> Found {
    let feed = lab.feed();
    lab.run(feed.find(wanted)).unwrap()
}

fn read(lab: &Lab, after: u64, limit: usize) -> Vec<Event> {
    let feed = lab.feed();
    lab.run(feed.after(after, limit)).unwrap()
}

fn ids(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.id.as_str()).collect()
}

#[test]
fn events_come_in_the_order_of_time_and_never_against_the_order_of_their_job() {
    let lab = Lab::rich(1_000);
    let (one, two) = (Ask::job(1).id(), Ask::job(2).id());
    lab.ask(&Ask::job(1)).unwrap();
    lab.advance(Duration::from_secs(1));
    begun(&lab, 2);
    lab.advance(Duration::from_secs(1));
    lab.begin(one, 1).unwrap();
    assert!(lab.sequence([one, two]).is_empty());
    let told: Vec<_> = read(&lab, 0, 10).into_iter().map(|event| (event.subject, event.version)).collect();
    assert_eq!(told, [(one, 1), (two, 1), (two, 2), (one, 2)]);
    lab.audit();
}

#[test]
fn a_hint_that_comes_again_or_for_nothing_changes_nothing() {
    let lab = Lab::rich(1_000);
    let job = begun(&lab, 1);
    assert!(lab.sequence([job]).is_empty());
    let before = lab.world.table.snapshot();
    assert!(lab.sequence([job, Ask::job(9).id()]).is_empty());
    assert_eq!(lab.world.table.snapshot(), before);
    lab.audit();
}

#[test]
fn more_than_one_transaction_takes_is_fed_in_several() {
    let lab = Lab::rich(10_000);
    lab.slots(40);
    let jobs: Vec<_> = (1..=35).map(|number| Ask::job(number).id()).collect();
    (1..=35).for_each(|number| drop(lab.ask(&Ask::job(number)).unwrap()));
    let transactions = || {
        let before = lab.wire.effects();
        assert!(lab.sequence(jobs.clone()).is_empty());
        lab.wire.effects() - before
    };
    // 35 jobs with an event each: the thirty-first begins another one.
    assert_eq!(transactions(), 2);
    for job in &jobs {
        lab.begin(*job, 1).unwrap();
        lab.run(lab.check_in(&lab.view(*job), &Lab::step(*job, 1), StageName::Prepare, "ok")).unwrap();
    }
    // 70 events of 35 jobs: the sixty-first begins another one.
    assert_eq!(transactions(), 2);
    assert_eq!(transactions(), 0);
    let events = read(&lab, 0, 200);
    assert!(
        ids(&events).into_iter().eq((1..=105).map(|number| number.to_string()).collect::<Vec<_>>().iter())
    );
    lab.audit();
}

#[test]
fn a_job_whose_log_cannot_be_read_does_not_keep_the_others_waiting() {
    let lab = Lab::rich(1_000);
    let (one, two) = (begun(&lab, 1), begun(&lab, 2));
    let first = lab
        .world
        .table
        .snapshot()
        .into_keys()
        .find(|key| key.pk.ends_with(&one.to_string()) && key.sk == "E#00000001");
    lab.world.table.lose(&first.unwrap());
    let unfed = lab.sequence([one, two]);
    assert_eq!((unfed.len(), &unfed[0].jobs), (1, &[one].into()));
    assert_eq!(unfed[0].fault.code(), "internal");
    assert!(read(&lab, 0, 10).iter().all(|event| event.subject == two));
    assert_eq!(read(&lab, 0, 10).len(), 2);
}

#[test]
fn an_empty_feed_is_entered_at_its_beginning() {
    let lab = Lab::rich(1_000);
    assert_eq!(
        [Wanted::Oldest, Wanted::New, Wanted::After(0)].map(|wanted| find(&lab, wanted)),
        [Found::At(0); 3]
    );
    assert_eq!(find(&lab, Wanted::After(1)), Found::Lost(0));
    assert!(read(&lab, 0, 10).is_empty());
}

#[test]
fn what_has_been_in_the_feed_for_a_week_is_gone_whether_it_is_there_or_not() {
    let lab = Lab::rich(10_000);
    lab.slots(20);
    // Day by day two events: 1 and 2 on the first, 21 and 22 on the eleventh.
    for day in 1..=11 {
        assert!(lab.sequence([begun(&lab, day)]).is_empty());
        lab.advance(DAY);
    }
    lab.audit();
    // It is the twelfth day: what came on the fifth has been there for a week.
    for there in [true, false] {
        if !there {
            let old = |key: &contract::port::table::Key| {
                key.pk.starts_with("FDX#") && key.sk.as_str() < "E#0000000000000011"
            };
            lab.world.table.snapshot().into_keys().filter(old).for_each(|key| lab.world.table.lose(&key));
        }
        assert_eq!(find(&lab, Wanted::Oldest), Found::At(10), "{there}");
        assert_eq!(find(&lab, Wanted::After(10)), Found::At(10));
        assert_eq!(find(&lab, Wanted::After(22)), Found::At(22));
        for lost in [0, 1, 8, 9, 23, u64::MAX] {
            assert_eq!(find(&lab, Wanted::After(lost)), Found::Lost(10), "{lost}");
        }
        assert_eq!(ids(&read(&lab, 10, 2)), ["11", "12"]);
    }
    // A week after the last event nothing is kept, and who has seen it all has lost nothing.
    lab.advance(DAY * 6);
    assert_eq!(
        [Wanted::Oldest, Wanted::New, Wanted::After(22)].map(|wanted| find(&lab, wanted)),
        [Found::At(22); 3]
    );
    assert_eq!(find(&lab, Wanted::After(21)), Found::Lost(22));
    assert!(lab.sequence([begun(&lab, 12)]).is_empty());
    assert_eq!((find(&lab, Wanted::Oldest), find(&lab, Wanted::After(21))), (Found::At(22), Found::Lost(22)));
}

#[test]
fn the_table_has_an_entry_for_longer_than_readers_count_on_it() {
    let lab = Lab::rich(1_000);
    lab.sequence([begun(&lab, 1)]);
    let entries = lab.world.table.snapshot();
    let entry = entries.iter().find(|(key, _)| key.sk.starts_with("E#0000000000000001")).unwrap().1;
    let contract::port::table::Value::Int(ttl) = entry["ttl"] else { panic!("{entry:?}") };
    assert_eq!(ttl, lab.jobs.now().plus(DAY * 8).seconds());
}

#[test]
fn what_is_only_half_in_sight_is_read_when_the_rest_is() {
    let lab = Lab::rich(1_000);
    let job = begun(&lab, 1);
    lab.sequence([job]);
    let whole = lab.world.table.snapshot();
    let (first, _) = whole.iter().find(|(key, _)| key.sk == "E#0000000000000001").unwrap();
    lab.world.table.lose(first);
    assert_eq!(read(&lab, 0, 10), Vec::new());
    assert_eq!((find(&lab, Wanted::After(0)), find(&lab, Wanted::Oldest)), (Found::At(0), Found::At(0)));
}

#[test]
fn times_in_the_feed_do_not_go_back_with_a_clock() {
    let lab = Lab::rich(1_000);
    lab.sequence([begun(&lab, 1)]);
    let later = lab.run(lab.feed().head()).unwrap().at;
    let slow = Feed::new(Store::new(
        testkit::workspace("lab"),
        lab.wire.clone(),
        std::sync::Arc::new(testkit::FrozenClock::new()),
        lab.world.ids.clone(),
    ));
    lab.advance(Duration::from_hours(1));
    lab.sequence([begun(&lab, 2)]);
    let ahead = lab.run(lab.feed().head()).unwrap().at;
    assert!(ahead > later);
    let jobs = [begun(&lab, 3)].into();
    assert!(lab.run(slow.sequence(&jobs)).is_empty());
    assert_eq!(lab.run(lab.feed().head()).unwrap().at, ahead);
    lab.audit();
}

#[test]
fn a_number_is_written_in_one_way() {
    assert_eq!(number_of("0").unwrap(), 0);
    assert_eq!(number_of("41").unwrap(), 41);
    for bad in ["", "041", "+1", "-1", " 1", "1.0", "rnd_1.2", "99999999999999999999"] {
        assert_eq!(number_of(bad).unwrap_err().code(), "last-event-id", "{bad}");
    }
}
