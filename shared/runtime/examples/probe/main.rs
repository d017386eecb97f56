//! A function of each kind that does what it is told, for the tests of this crate: `probe <kind>` is one process of
//! Lambda, with surroundings in memory. `real-route` and `real-duty` have those of a deployed function, `broken` has
//! none.

#![expect(clippy::unwrap_used, reason = "a probe of tests: what it cannot have ends it")]

mod functions;
mod listen;
mod surroundings;

use std::process::{ExitCode, Termination};

use contract::Function;

#[expect(clippy::print_stderr, reason = "a person typed a wrong word")]
fn main() -> ExitCode {
    let word = std::env::args().nth(1).unwrap_or_default();
    let Some(function) = named(&word) else {
        eprintln!("`{word}` is no function of this program");
        return ExitCode::from(2);
    };
    let exit = match word.as_str() {
        "real-duty" | "real-route" => runtime::run(function),
        "broken" => runtime::run_in(function, |_, _| panic!("the words of a panic")),
        _ => runtime::run_in(function, surroundings::connect),
    };
    exit.report()
}

fn named(word: &str) -> Option<Function> {
    Some(match word {
        "route" | "real-route" => contract::route::<functions::Change>(),
        "open" => contract::route::<functions::Look>(),
        "stage" => contract::stage::<functions::Step>(),
        "consumer" => contract::consumer::<functions::Take>(),
        "duty" | "real-duty" | "broken" => contract::duty::<functions::Sweep>(),
        "stream" => contract::stream::<listen::Listen>(),
        _ => return None,
    })
}
