use super::*;

fn attachment(name: &str) -> String {
    header(Show::Attachment(name)).unwrap()
}

#[test]
fn a_plain_name_is_one_parameter() {
    assert_eq!(attachment("frame 01.png"), "attachment; filename=\"frame 01.png\"");
}

#[test]
fn another_script_comes_whole_in_the_second_parameter() {
    assert_eq!(
        attachment("Überflug €.mp4"),
        "attachment; filename=\"_berflug _.mp4\"; filename*=UTF-8''%C3%9Cberflug%20%E2%82%AC.mp4"
    );
}

#[test]
fn a_name_cannot_end_the_header_or_leave_its_folder() {
    assert_eq!(
        attachment("a\";\r\nSet-Cookie: x=1"),
        "attachment; filename=\"a_;Set-Cookie: x=1\"; filename*=UTF-8''a%22%3BSet-Cookie%3A%20x%3D1"
    );
    assert_eq!(attachment("../../etc/passwd"), "attachment; filename=\"_.._etc_passwd\"");
    assert_eq!(attachment(r"..\run.exe"), "attachment; filename=\"_run.exe\"");
    assert_eq!(
        attachment("100%41.png"),
        "attachment; filename=\"100_41.png\"; filename*=UTF-8''100%2541.png"
    );
}

#[test]
fn a_name_of_nothing_gets_one() {
    for nothing in ["", "   ", "..", "\n"] {
        assert_eq!(attachment(nothing), "attachment; filename=\"download\"");
    }
}

#[test]
fn a_file_may_be_shown_under_its_name_or_without_a_word() {
    assert_eq!(header(Show::Inline("a.png")).as_deref(), Some("inline; filename=\"a.png\""));
    assert_eq!(header(Show::AsItIs), None);
}
