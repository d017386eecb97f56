use contract::port::table::Value;
use store::Commit;

use super::*;
use crate::tests::{Ask, Lab};

#[test]
fn money_comes_in_once_for_each_grant() {
    let lab = Lab::rich(1_000);
    let again = grant(GrantId::derived("first"), UsdMicros::new(1_000), lab.jobs.now()).unwrap();
    let refused = lab.run(lab.jobs.store.commit(again.into())).unwrap();
    assert!(matches!(refused, Commit::Refused(refused) if refused.index == 0));
    assert_eq!(lab.wallet().cap.get(), 1_000);
    lab.commit(grant(GrantId::derived("second"), UsdMicros::new(1), lab.jobs.now()).unwrap().into());
    assert_eq!(lab.wallet().avail.get(), 1_001);
    lab.audit();
}

#[test]
fn a_grant_has_a_lid_and_is_more_than_nothing() {
    for amount in [i64::MIN, -1, 0, UsdMicros::MAX.get() + 1, i64::MAX] {
        let fault = grant(GrantId::derived("g"), UsdMicros::new(amount), Time::from_millis(0)).unwrap_err();
        assert_eq!(fault.problem("").pointer.as_deref(), Some("/grant_usd_micros"), "{amount}");
    }
    assert!(grant(GrantId::derived("g"), UsdMicros::MAX, Time::from_millis(0)).is_ok());
}

#[test]
fn an_open_wallet_does_not_mention_that_it_could_be_closed() {
    // The guard of a hold asks whether `closed` is there at all.
    assert!(!Wallet::default().to_item().unwrap().contains_key("closed"));
    let closed = Wallet { closed: true, ..Wallet::default() };
    assert_eq!(closed.to_item().unwrap()["closed"], Value::Bool(true));
}

#[test]
fn a_wallet_that_was_closed_before_it_had_money_can_be_read() {
    let item = Item::from([("closed".to_owned(), Value::Bool(true))]);
    assert_eq!(Wallet::from_item(&item).unwrap(), Wallet { closed: true, ..Wallet::default() });
}

#[test]
fn the_name_of_a_purse_leads_back_to_it() {
    for purse in [Purse::Credits, Purse::Project(Ask::job(1).project)] {
        assert_eq!(Purse::named(&purse.name()).unwrap(), purse);
    }
    assert_eq!(Purse::named("PIGGY").unwrap_err().code(), "internal");
}
