use super::{in_days, row};

#[test]
fn expiry_is_a_moment_in_utc() {
    let now = "2026-02-27T23:30:00Z".parse().unwrap();
    assert_eq!(in_days(now, 2).unwrap(), "2026-03-01T23:30:00.000Z");
}

#[test]
fn a_revoked_key_says_so_even_if_it_would_expire() {
    let key =
        serde_json::from_value(serde_json::json!({"id": "key_1", "name": "ci", "scopes": ["renders:write"],
        "expires_at": "2027-01-01T00:00:00.000Z", "revoked_at": "2026-11-20T10:00:00.000Z"}))
        .unwrap();
    assert_eq!(row(&key), "key_1  ci  revoked 2026-11-20 10:00:00  renders:write");
}
