use proptest::prelude::*;
use testkit::SeededIds;

use super::*;

fn fresh() -> AccessKey {
    AccessKey::fresh(Deployment::Dev, &SeededIds::default())
}

#[test]
fn a_key_reads_back() {
    for deployment in Deployment::ALL {
        let key = AccessKey::fresh(deployment, &SeededIds::default());
        let read = AccessKey::parse(&key.reveal()).unwrap();
        assert_eq!((read.deployment, read.id, read.secret), (deployment, key.id, key.secret));
        assert_eq!(read.id.to_string().parse(), Ok(key.id));
    }
}

/// The checksum is that of every CRC-32 tool, so that a scanner elsewhere can check it: worked out with Python's `zlib.crc32`.
#[test]
fn the_checksum_is_the_usual_one() {
    let text = "ft_dev_00000000111111111111111111111111111111111tFNRa";
    assert_eq!(AccessKey::parse(text).unwrap().id.to_string(), "key_00000000");
}

#[test]
fn the_secret_is_never_printed() {
    let key = fresh();
    let text = key.reveal();
    let printed = format!("{key:?} {key:#?}");
    assert!(printed.contains(&key.id.to_string()), "{printed}");
    assert!(
        text.as_bytes()
            .windows(6)
            .skip(15)
            .all(|part| { !printed.contains(std::str::from_utf8(part).unwrap()) })
    );
}

/// A CRC32 sees every error that spans at most 32 bits: each wrong character and each two neighbours that changed places.
#[test]
fn every_typing_error_of_one_character_is_caught() {
    let text = fresh().reveal();
    for at in 0..text.len() {
        for wrong in (b' '..=b'~').filter(|wrong| *wrong != text.as_bytes()[at]) {
            let mut typed = text.clone().into_bytes();
            typed[at] = wrong;
            assert!(AccessKey::parse(std::str::from_utf8(&typed).unwrap()).is_err(), "{at} {wrong}");
        }
        let mut shorter = text.clone();
        shorter.remove(at);
        assert!(AccessKey::parse(&shorter).is_err(), "without character {at}");
        let mut typed = text.clone().into_bytes();
        if at + 1 < typed.len() && typed[at] != typed[at + 1] {
            typed.swap(at, at + 1);
            assert!(AccessKey::parse(std::str::from_utf8(&typed).unwrap()).is_err(), "swapped at {at}");
        }
    }
}

#[test]
fn each_fault_has_its_name() {
    let text = fresh().reveal();
    let fault = |text: &str| AccessKey::parse(text).unwrap_err();
    assert_eq!(fault(""), BadKey::Prefix);
    assert_eq!(fault(&text.replace("ft_dev_", "ft_test_")), BadKey::Prefix);
    assert_eq!(fault("ft_dev_"), BadKey::Length);
    assert_eq!(fault(&format!("{text}0")), BadKey::Length);
    assert_eq!(fault(&text.replacen(&text[10..11], "-", 1)), BadKey::Character);
    let last = if text.ends_with('0') { "1" } else { "0" };
    assert_eq!(fault(&format!("{}{last}", &text[..text.len() - 1])), BadKey::Checksum);
}

#[test]
fn an_id_is_eight_letters_or_digits() {
    for bad in ["", "key_", "key_1234567", "key_123456789", "key_1234567#", "KEY_12345678", "key_1234567é"] {
        assert_eq!(bad.parse::<KeyId>(), Err(NotAKeyId), "{bad}");
    }
}

proptest! {
    #[test]
    fn whatever_comes_nothing_panics(text in any::<String>()) {
        prop_assert!(AccessKey::parse(&text).is_err());
        let _ = text.parse::<KeyId>();
    }

    #[test]
    fn what_looks_like_a_key_is_refused_or_reads_back(text in "ft_(dev|prod)_[0-9A-Za-z#é]{40,50}") {
        if let Ok(key) = AccessKey::parse(&text) {
            prop_assert_eq!(key.reveal(), text);
        }
    }

    #[test]
    fn every_key_reads_back(id in "[0-9A-Za-z]{8}", secret in "[0-9A-Za-z]{32}") {
        let bytes = |text: &str| text.bytes().collect::<Vec<_>>();
        let key = AccessKey {
            deployment: Deployment::Prod,
            id: KeyId(bytes(&id).try_into().unwrap()),
            secret: bytes(&secret).try_into().unwrap(),
        };
        prop_assert_eq!(AccessKey::parse(&key.reveal()).unwrap().id, key.id);
    }
}
