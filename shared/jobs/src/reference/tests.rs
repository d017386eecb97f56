use contract::port::table::Guard;
use serde_json::json;
use store::Change;

use super::*;
use crate::Verdict;
use crate::tests::{Lab, landed};

/// Makes the request of `job` one that refers to `asset`.
fn refer(lab: &Lab, job: JobId, asset: AssetId) {
    let address = key::request(job);
    let mut record: RequestRecord = lab.run(lab.jobs.store.get(&address)).unwrap();
    record.request["references"] = json!([asset]);
    lab.commit(vec![Change::put(address, &record, Guard::Always).unwrap()]);
}

fn needs(lab: &Lab, asset: AssetId) -> Option<JobId> {
    lab.run(lab.jobs.referring(asset, None)).unwrap()
}

#[test]
fn a_job_needs_what_it_refers_to_until_it_ends_also_while_it_is_in_doubt_and_after() {
    let lab = Lab::rich(1_000);
    let asset = AssetId::derived("reference");
    let job = lab.begun();
    refer(&lab, job, asset);
    assert_eq!(needs(&lab, asset), Some(job));
    let number = lab.granted(job);
    lab.conclude(job, number, &Verdict::InDoubt);
    assert_eq!(needs(&lab, asset), Some(job), "it may be sent again, or asked for");
    lab.conclude(job, number, &landed(40));
    assert_eq!(needs(&lab, asset), Some(job), "its doubt is over, and it goes on without a slot");
    lab.audit();
    lab.succeed(job);
    assert_eq!(needs(&lab, asset), None);
    assert_eq!(lab.run(lab.jobs.references()).unwrap(), []);
    lab.audit();
}
