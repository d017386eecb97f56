use super::Origin;

#[test]
fn an_origin_is_read_and_written() {
    for text in ["http://127.0.0.1:4000", "http://127.0.0.1:4000/", "http://127.0.0.1:4000/v1"] {
        let origin = Origin::parse(text).unwrap();
        assert_eq!(origin.at("/v1/renders"), "http://127.0.0.1:4000/v1/renders");
    }
    for text in ["", "127.0.0.1:4000", "ftp://a", "http://a/path", "http://a/?x=1"] {
        assert!(Origin::parse(text).is_err(), "{text}");
    }
}

#[test]
fn this_machine_is_known() {
    for (text, local) in [
        ("http://127.0.0.1:1", true),
        ("http://[::1]:1", true),
        ("http://api.localhost", true),
        ("https://localhost.example.com", false),
        ("https://10.0.0.1", false),
    ] {
        assert_eq!(Origin::parse(text).unwrap().is_local(), local, "{text}");
    }
}
