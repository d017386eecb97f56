//! How well the built-in parser understands prompts that others wrote: F1 per field, on the prompts that the lexicon was
//! improved on and on those that it was not. `intent slips` also lists what the first were misread as.

mod score;

use score::{FIELDS, HELD_OUT, TUNED, measure};

#[expect(clippy::print_stdout, reason = "an example for the terminal prints its figures")]
fn main() {
    let slips = std::env::args().nth(1);
    for (name, corpus) in [("tuned", TUNED), ("held out", HELD_OUT)] {
        if slips.as_deref() == Some("slips") && name == "held out" {
            continue;
        }
        let (scores, slipped) = measure(corpus);
        println!("{name} ({} prompts)", corpus.lines().count());
        for (field, score) in FIELDS.iter().zip(scores) {
            println!("  {field:<12} {:.2}", score.f1());
        }
        let (sum, fields) = scores.iter().fold((0.0, 0.0), |(sum, n), score| (sum + score.f1(), n + 1.0));
        println!("  {:<12} {:.2}", "mean", sum / fields);
        if slips.is_some() {
            for slip in slipped {
                println!("  {slip}");
            }
        }
    }
}
