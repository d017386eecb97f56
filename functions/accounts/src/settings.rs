//! The settings of this domain.

use contract::{Grant, Need, Part, Setting};
use fault::Fault;
use model::UsdMicros;

/// What a new workspace is given.
const STARTING_GRANT: Setting = Setting {
    name: "STARTING_GRANT",
    about: "what a new workspace is given, in micro-USD; 0 for nothing",
    check: |value| grant(value).map(|_| ()),
};

/// Whether `accounts-bootstrap` makes users beside the owner.
const LOCAL_USERS: Setting = Setting {
    name: "LOCAL_USERS",
    about: "whether accounts-bootstrap makes users beside the owner: true or false; true only in a local deployment",
    check: |value| truth(value).map(|_| ()),
};

/// What a new workspace is given; nothing when it is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StartingGrant(pub(crate) UsdMicros);

impl Part for StartingGrant {
    const NEEDS: &'static [Need] = &[Need::Setting(&STARTING_GRANT)];

    fn open(settings: &Grant) -> Result<Self, Fault> {
        read(settings, &STARTING_GRANT, grant).map(Self)
    }
}

/// Whether users are made beside the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LocalUsers(pub(crate) bool);

impl Part for LocalUsers {
    const NEEDS: &'static [Need] = &[Need::Setting(&LOCAL_USERS)];

    fn open(settings: &Grant) -> Result<Self, Fault> {
        read(settings, &LOCAL_USERS, truth).map(Self)
    }
}

fn read<T>(settings: &Grant, setting: &Setting, parse: fn(&str) -> Result<T, String>) -> Result<T, Fault> {
    let value = settings.settings().get(setting).unwrap_or_default();
    parse(value).map_err(|why| Fault::defect(format!("{}: {why}", setting.name)))
}

fn grant(value: &str) -> Result<UsdMicros, String> {
    match value.parse() {
        Ok(amount) if (0..=UsdMicros::MAX.get()).contains(&amount) => Ok(UsdMicros::new(amount)),
        _ => Err(format!("`{value}` is no whole number from 0 to {}", UsdMicros::MAX.get())),
    }
}

fn truth(value: &str) -> Result<bool, String> {
    value.parse().map_err(|_| format!("`{value}` is neither true nor false"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_a_whole_number_that_a_wallet_can_hold() {
        assert_eq!(grant("10000000"), Ok(UsdMicros::new(10_000_000)));
        assert_eq!(grant("0"), Ok(UsdMicros::ZERO));
        for bad in ["", "-1", "1.5", "1e6", "1000000000000001", "99999999999999999999"] {
            assert!((STARTING_GRANT.check)(bad).unwrap_err().contains("whole number"), "{bad}");
        }
    }

    #[test]
    fn a_truth_is_one_of_two_words() {
        assert_eq!((truth("true"), truth("false")), (Ok(true), Ok(false)));
        for bad in ["", "yes", "True", "1"] {
            assert!((LOCAL_USERS.check)(bad).is_err(), "{bad}");
        }
    }
}
