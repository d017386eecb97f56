//! Makes all thumbnails and the hash of files, and says how long each took: one side of `infra/bench/sharp`.
//!
//! `thumbnails <folder> <rounds> <file>..`: writes `<folder>/<name>.<size>.<extension>` and prints a line of JSON for each file
//! and round: the microseconds that passed, and those that the processor worked.

#![expect(clippy::print_stdout, reason = "an example prints what it found")]
#![expect(clippy::disallowed_methods, reason = "it measures the time that passes")]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use media::picture;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(rounds)) = (arguments.next(), arguments.next()) else {
        return Err("usage: thumbnails <folder> <rounds> <file>..".into());
    };
    for file in arguments {
        for _ in 0..rounds.parse()? {
            let (begun, worked) = (Instant::now(), processor()?);
            let picture = picture::open(&std::fs::read(&file)?)?;
            let thumbnails = picture.thumbnails()?;
            let hash = picture.thumbhash();
            let name = Path::new(&file).file_stem().unwrap_or_default().to_string_lossy();
            for thumbnail in &thumbnails {
                let name = format!("{name}.{}.{}", thumbnail.size.as_str(), thumbnail.format.extension());
                std::fs::write(Path::new(&folder).join(name), &thumbnail.bytes)?;
            }
            let (taken, worked) = (begun.elapsed().as_micros(), processor()? - worked);
            let mut hex = String::new();
            for byte in hash {
                write!(hex, "{byte:02x}")?;
            }
            println!("{{\"file\":\"{name}\",\"us\":{taken},\"cpu\":{worked},\"hash\":\"{hex}\"}}");
        }
    }
    Ok(())
}

/// Microseconds that the processor has worked for this program, which has one thread. Linux tells nanoseconds, as the first number.
fn processor() -> Result<u64, Box<dyn Error>> {
    let told = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(told.split_whitespace().next().ok_or("the kernel counts no time")?.parse::<u64>()? / 1_000)
}
