use std::io::Read as _;
use std::os::fd::OwnedFd;

use super::*;

#[test]
fn a_buffer_comes_back_from_whoever_holds_it_last_and_only_once() {
    let (back, done) = channel();
    let shown = Arc::new(vec![1, 2, 3]);
    recycle(Arc::clone(&shown), &back);
    assert!(done.try_recv().is_err(), "somebody still holds it");
    recycle(shown, &back);
    assert_eq!(done.try_recv(), Ok(vec![1, 2, 3]));
    assert!(done.try_recv().is_err());
}

#[test]
fn a_lent_frame_is_kept_until_the_pipes_can_hold_nothing_of_it() {
    let between = usize::try_from(BETWEEN).unwrap();
    let mut lent = Lent::default();
    let first = Arc::new(vec![1; 10]);
    lent.add(Arc::clone(&first));
    lent.add(Arc::new(vec![2; between - 1]));
    assert!(lent.returned().is_none(), "a byte of it may wait still");
    lent.add(Arc::new(vec![3; 1]));
    assert!(Arc::ptr_eq(&lent.returned().unwrap(), &first));
    assert!(lent.returned().is_none(), "what came later may wait");
}

#[test]
fn a_slow_reader_gets_what_was_lent_and_not_what_was_written_into_the_buffer_later() {
    let (mut reader, pipe) = std::io::pipe().unwrap();
    _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE);
    let pipe = File::from(OwnedFd::from(pipe));
    let (back, done) = channel();
    let frames = 40_u8;
    let writing = std::thread::spawn(move || {
        let mut lent = Lent::default();
        for n in 0..frames {
            let mut buffer = done.try_recv().unwrap_or_else(|_| vec![0; 300_001]);
            buffer.fill(n);
            let frame = Arc::new(buffer);
            lend(&pipe, &frame).unwrap();
            lent.add(frame);
            while let Some(frame) = lent.returned() {
                recycle(frame, &back);
            }
        }
        lent
    });
    let mut frame = vec![0; 300_001];
    for n in 0..frames {
        reader.read_exact(&mut frame).unwrap();
        assert!(frame.iter().all(|byte| *byte == n), "frame {n}");
    }
    // Kept until here, as the writer keeps them.
    let lent = writing.join().unwrap();
    assert!(lent.frames.len() < usize::from(frames), "buffers came back");
}
