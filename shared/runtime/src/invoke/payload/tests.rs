use super::*;

fn read(bytes: &[u8]) -> Result<Bytes, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    Payload::deserialize(&mut reader).unwrap().into_bytes()
}

#[test]
fn a_document_passes_unread() {
    for document in ["{\"a\": [1, 2]}", "null", "\"text\"", "-1e400"] {
        assert_eq!(read(document.as_bytes()).unwrap(), document);
    }
}

#[test]
fn garbage_is_a_rejection_and_never_an_error_of_the_reader() {
    for garbage in [&b"nope"[..], b"", b"{\"a\":", b"\"\xff\"", b"\x00", b"[1,"] {
        let fault = read(garbage).unwrap_err();
        assert_eq!((fault.code(), fault.kind()), ("payload", Kind::Malformed), "{garbage:?}");
    }
}
