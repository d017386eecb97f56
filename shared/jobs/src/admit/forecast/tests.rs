use fault::Level;
use model::UserId;

use super::*;
use crate::lane::Lane;
use crate::tests::{Ask, Lab};

fn forecast(lab: &Lab, hold: i64, place: Place) -> Forecast {
    let before = (lab.world.table.snapshot(), lab.wire.effects());
    let lane = UserLane { lane: Lane::Render, user: UserId::derived("ann") };
    let project = Ask::job(0).project;
    let forecast =
        lab.run(lab.jobs.forecast(lane, project, &|_| Ok((UsdMicros::new(hold), ())), place)).unwrap().0;
    assert_eq!((lab.world.table.snapshot(), lab.wire.effects()), before, "a forecast writes nothing");
    forecast
}

const LINE: Place = Place::Line { priority: 1 };

#[test]
fn a_forecast_says_what_an_admission_would_answer() {
    for (money, slots, hold, place) in [
        (1_000, 5, 100, Place::Slot),
        (1_000, 5, 100, LINE),
        (1_000, 0, 100, Place::Slot),
        (1_000, 0, 100, LINE),
        (50, 5, 100, Place::Slot),
        (50, 0, 100, LINE),
        (100, 5, 100, Place::Slot),
    ] {
        let lab = Lab::rich(money);
        lab.slots(slots);
        let outlook = forecast(&lab, hold, place).outlook;
        let ask = Ask { hold, place, ..Ask::job(1) };
        let told = match lab.ask(&ask) {
            Err(_) => Outlook::Refuse,
            Ok(_) if lab.head(ask.id()).slot => Outlook::Start,
            Ok(_) => Outlook::Wait,
        };
        assert_eq!(outlook, told, "{money} {slots} {hold} {place:?}");
        lab.audit();
    }
}

#[test]
fn every_limit_is_told_with_its_figures() {
    let lab = Lab::rich(1_000);
    lab.budget(150);
    lab.ask(&Ask::job(1)).unwrap();
    let told: Vec<_> = forecast(&lab, 100, Place::Slot)
        .limits
        .into_iter()
        .map(|LimitCheck { limit, fits }| (limit.level, limit.cap, limit.held, limit.needed, fits))
        .collect();
    let expected = [
        (Level::Workspace, 1_000, 100, 100, true),
        (Level::Project, 150, 100, 100, false),
        (Level::Lane, 5, 1, 1, true),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_project_that_is_not_there_is_not_found() {
    let lab = Lab::rich(1_000);
    let lane = UserLane { lane: Lane::Render, user: UserId::derived("ann") };
    let asked = lab.jobs.forecast(lane, ProjectId::derived("none"), &|_| Ok((UsdMicros::ZERO, ())), LINE);
    assert_eq!(lab.run(asked).unwrap_err().kind(), fault::Kind::NotFound);
}
