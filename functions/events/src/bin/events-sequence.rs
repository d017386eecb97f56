//! The table's stream: events of jobs come into the feeds of their workspaces.
//!
//! | trigger | stream of the table |
//! |---|---|
//! | reads   | logs of jobs, feed |
//! | writes  | feed, mark of each job (one transaction for at most 60 events of 30 jobs) |
//! | replies | which records have to come again |

fn main() -> runtime::Exit {
    runtime::run(events::SEQUENCE)
}
