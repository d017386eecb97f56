use super::*;

#[test]
fn what_ffmpeg_says_is_made_short() {
    let said = "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55c0edaa0a80] [error] moov atom not found\n\
                [in#0 @ 0x1] Error opening input: Invalid data found when processing input\n\
                Error opening input file file:/home/somebody/public/a.mp4.\n";
    assert!(short(said).ends_with("moov atom not found"));
    assert_eq!(short("Error opening input file file:/secret/a.mp4.\n"), "it cannot be read");
    assert_eq!(short(""), "it cannot be read");
    assert_eq!(short(&"long ".repeat(99)).len(), SHOWN);
}

#[test]
fn a_process_that_fails_is_an_error_where_its_output_ends() {
    use std::process::Stdio;
    let mut command = Command::new("sh");
    command.args(["-c", "printf 12; echo '[x @ 0x1] it is broken' >&2; exit 3"]);
    let mut output = Output::of(command.stdout(Stdio::piped()).stderr(Stdio::piped())).unwrap();
    let mut read = Vec::new();
    let error = output.read_to_end(&mut read).unwrap_err();
    assert_eq!((read.as_slice(), error.to_string().as_str()), (b"12".as_slice(), "it is broken"));
}

#[test]
fn a_process_that_talks_without_end_is_listened_to() {
    use std::process::Stdio;
    let mut command = Command::new("sh");
    command.args(["-c", "head -c 3000000 /dev/zero >&2; printf done"]);
    let mut output = Output::of(command.stdout(Stdio::piped()).stderr(Stdio::piped())).unwrap();
    let mut read = String::new();
    output.read_to_string(&mut read).unwrap();
    assert_eq!(read, "done");
    assert_eq!(output.end().unwrap().said.len() as u64, SAID);
}
