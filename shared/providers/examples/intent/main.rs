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
        let mean = scores.iter().map(|score| score.f1()).sum::<f64>() / FIELDS.len() as f64;
        println!("  {:<12} {mean:.2}", "mean");
        if slips.is_some() {
            for slip in slipped {
                println!("  {}: {} is {}, read as {:?}", slip.prompt, slip.field, slip.label, slip.read);
            }
        }
    }
}
