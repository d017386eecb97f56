use super::quoted;

#[test]
fn nothing_reaches_the_shell_as_a_command() {
    assert_eq!(quoted("http://127.0.0.1:4000"), "http://127.0.0.1:4000");
    assert_eq!(quoted("a;rm -rf"), "'a;rm -rf'");
    assert_eq!(quoted("it's"), r"'it'\''s'");
}
