use super::*;

#[test]
fn a_file_is_announced_with_its_digest_and_what_its_ending_says() {
    let file = announced(Path::new("pictures/Harbour.JPG"), b"abc").unwrap();
    assert_eq!((file.name.as_str(), file.bytes, file.mime.as_str()), ("Harbour.JPG", 3, "image/jpeg"));
    // FIPS 180-2, appendix B.1.
    assert_eq!(file.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert!(announced(Path::new("notes.txt"), b"abc").unwrap_err().to_string().contains("none of .png"));
}

#[test]
fn what_is_no_id_is_a_file() {
    assert_eq!(["ast_1", "rnd_1", "harbour.png", "./ast_1.png"].map(is_file), [false, false, true, true]);
}
