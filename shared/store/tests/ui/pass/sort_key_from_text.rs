//! A sort key is built from words of ours, ids and numbers.

use model::{JobId, JobKind};
use store::SortKey;

fn main() {
    let job = JobId::from_body(JobKind::Render, 1);
    let _ = SortKey::id(&job).then("0hold").then_number(1, 8);
}
